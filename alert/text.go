package alert

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"trailnotify/alert/line"
	"trailnotify/alert/plain"
	"trailnotify/alert/words"
)

// title is the line that a text begins with: its severity and its heading.
func (a Alert) title(r Reader) string {
	w := r.words()
	return fmt.Sprintf(w.Title, w.Severity(a.Severity), joinLine(a.heading(w), line.Whole))
}

// Subject is the title in English in at most so many bytes, for the subject of
// an e-mail, which is ASCII. Names are cut in the middle; then the name of the
// account and at last the place are left out.
func (a Alert) Subject(most int) string {
	unnamed := a
	unnamed.AccountNames = nil
	lines := [][]line.Piece{a.heading(&words.English), unnamed.heading(&words.English), a.sentence(&words.English)}
	if strings.ContainsFunc(a.place(&words.English), func(r rune) bool { return r > unicode.MaxASCII && r != '·' }) {
		lines = lines[1:]
	}
	for _, said := range lines {
		for _, clip := range titleClips {
			if text := a.subject(said, clip); len(text) <= most {
				return text
			}
		}
	}
	return plain.Clip(a.subject(a.sentence(&words.English), titleClips[len(titleClips)-1]), most)
}

func (a Alert) subject(said []line.Piece, clip int) string {
	text := fmt.Sprintf(words.English.Title, a.Severity, joinLine(said, clip))
	return strings.ReplaceAll(text, separator, ", ")
}

// number is the count against the threshold, in words.
func (a Alert) number(w *words.Words) string {
	switch {
	case a.Closing != nil:
		return a.closingNumber(w)
	case a.Storm != nil:
		return fmt.Sprintf(w.Storm, w.Bound(a.Storm.Groups, a.Storm.AtLeast), w.Period(a.Period), a.Threshold)
	default:
		return fmt.Sprintf(w.Counted, w.Bound(a.Count, a.AtLeast), w.Period(a.Period), a.Threshold)
	}
}

// Text is the alert for people as plain text, as e-mail takes it: the title,
// a line for each thing that is known, the most urgent first, then the runbook
// and the links, whose addresses come last, one a line. It ends with a line
// break. Nothing that a record says becomes a link in it.
func (a Alert) Text(r Reader) string {
	w := r.words()
	blocks := []string{
		a.title(r), plainFacts(w, a.head(r), whole), strings.Join(a.advice(w), "\n"), plainFacts(w, a.rest(r), whole),
	}
	for _, link := range a.links(w) {
		blocks = append(blocks, link.text+"\n"+link.address)
	}
	blocks = slices.DeleteFunc(blocks, func(block string) bool { return block == "" })
	return strings.Join(blocks, "\n\n") + "\n"
}

// A link leads out of a message. Its parts are our own, never a record's.
type link struct{ text, address string }

func (a Alert) links(w *words.Words) []link {
	var links []link
	for _, l := range []link{{w.Event, a.Links.Event}, {w.Query, a.Links.Query}, {w.Runbook, a.Runbook}} {
		if l.address != "" {
			links = append(links, link{l.text, plain.Text(l.address)})
		}
	}
	return links
}

// plainFacts writes facts a line each.
func plainFacts(w *words.Words, facts []fact, d line.Depth) string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = w.Labels[f.label] + ": " + line.Join(f.pieces, line.Plain, d, w.Comma, w.More)
	}
	return strings.Join(lines, "\n")
}
