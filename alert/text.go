package alert

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"trailnotify/alert/plain"
)

// title is the line that a text begins with: its severity and its heading.
func (a Alert) title(r Reader) string {
	w := r.words()
	return fmt.Sprintf(w.title, w.severity(a.Severity), joinLine(a.heading(w), math.MaxInt, plainValue))
}

// Subject is the title in English in at most so many bytes, for the subject of
// an e-mail, which is ASCII. Names are cut in the middle; then the name of the
// account and at last the place are left out.
func (a Alert) Subject(most int) string {
	unnamed := a
	unnamed.AccountNames = nil
	lines := [][]piece{a.heading(&english), unnamed.heading(&english), a.sentence(&english)}
	if strings.ContainsFunc(a.place(&english), func(r rune) bool { return r > unicode.MaxASCII && r != '·' }) {
		lines = lines[1:]
	}
	for _, line := range lines {
		for _, clip := range titleClips {
			if text := a.subject(line, clip); len(text) <= most {
				return text
			}
		}
	}
	return plain.Clip(a.subject(a.sentence(&english), titleClips[len(titleClips)-1]), most)
}

func (a Alert) subject(line []piece, clip int) string {
	text := fmt.Sprintf(english.title, a.Severity, joinLine(line, clip, plainValue))
	return strings.ReplaceAll(text, separator, ", ")
}

// number is the count against the threshold, in words.
func (a Alert) number(w *words) string {
	switch {
	case a.Closing != nil:
		return a.closingNumber(w)
	case a.Storm != nil:
		return fmt.Sprintf(w.storm, w.bound(a.Storm.Groups, a.Storm.AtLeast), w.period(a.Period), a.Threshold)
	default:
		return fmt.Sprintf(w.counted, w.bound(a.Count, a.AtLeast), w.period(a.Period), a.Threshold)
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

func (a Alert) links(w *words) []link {
	var links []link
	for _, l := range []link{{w.event, a.Links.Event}, {w.query, a.Links.Query}, {w.runbook, a.Runbook}} {
		if l.address != "" {
			links = append(links, link{l.text, plain.Text(l.address)})
		}
	}
	return links
}

// plainFacts writes facts a line each.
func plainFacts(w *words, facts []fact, d depth) string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = w.labels[f.label] + ": " + plainPieces(w, f.pieces, d)
	}
	return strings.Join(lines, "\n")
}

// plainPieces writes a fact as plain text.
func plainPieces(w *words, pieces []piece, d depth) string {
	return joinPieces(w, pieces, d, plainValue, plain.Text)
}

// joinPieces writes the first pieces of a fact, and how many others there are.
func joinPieces(w *words, pieces []piece, d depth, value func(string, int) string, own func(string) string) string {
	shown := pieces[:min(len(pieces), d.pieces)]
	parts := make([]string, len(shown), len(shown)+1)
	for i, p := range shown {
		parts[i] = p.write(d.bytes, value, own)
	}
	if rest := len(pieces) - len(shown); rest > 0 {
		parts = append(parts, fmt.Sprintf(w.more, rest))
	}
	return strings.Join(parts, w.comma)
}

// write writes a piece: its value in at most so many bytes, the rest as text
// of our own.
func (p piece) write(bytes int, value func(string, int) string, own func(string) string) string {
	var b strings.Builder
	b.WriteString(own(p.before) + value(p.untrusted, bytes) + own(p.after))
	for _, next := range p.then {
		b.WriteString(next.write(bytes, value, own))
	}
	return b.String() + p.often()
}

// often says how often a piece occurred, unless that is once.
func (p piece) often() string {
	switch {
	case p.atLeast:
		return fmt.Sprintf(" ×%d+", max(1, p.times))
	case p.times > 1:
		return fmt.Sprintf(" ×%d", p.times)
	default:
		return ""
	}
}
