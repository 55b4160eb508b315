package alert

import (
	"fmt"
	"math"
	"strings"

	"trailnotify/alert/plain"
)

// Title is the alert in one line of English, without a word from a record but
// the number of the account:
//
//	[high] CloudTrailChanges: 1 match in 5m (threshold 1), prod (111122223333)
func (a Alert) Title() string { return a.title(Reader{}) }

func (a Alert) title(r Reader) string {
	w := r.words()
	title := fmt.Sprintf(w.title, w.severity(a.Severity), plain.Text(a.Rule), a.number(w))
	if a.Test {
		title = w.test + " " + title
	}
	if len(a.Accounts) != 1 || !accountID(a.Accounts[0]) {
		return title
	}
	return title + w.comma + a.accountName(a.Accounts[0], w)
}

// number is the count against the threshold, in words.
func (a Alert) number(w *words) string {
	if a.Closing != nil {
		return a.closingNumber(w)
	}
	format, n := w.many, w.bound(a.Count, a.AtLeast)
	switch {
	case a.Storm != nil:
		format, n = w.storm, w.bound(a.Storm.Groups, a.Storm.AtLeast)
	case a.Count == 1 && !a.AtLeast:
		format = w.one
	}
	return fmt.Sprintf(format, n, w.period(a.Period), a.Threshold)
}

// Text is the alert for people as plain text, as e-mail takes it: the title,
// then a line for each thing that is known, then the links. It ends with a line
// break. Nothing that a record says becomes a link in it.
func (a Alert) Text(r Reader) string {
	w := r.words()
	var b strings.Builder
	b.WriteString(a.title(r) + "\n")
	if a.Description != "" {
		b.WriteString(w.description(a.Description) + "\n")
	}
	b.WriteString("\n")
	for _, f := range a.facts(r) {
		b.WriteString(w.labels[f.label] + ": " + plainPieces(w, f.pieces, whole) + "\n")
	}
	for _, link := range a.links(w) {
		b.WriteString("\n" + link.text + "\n" + link.address + "\n")
	}
	return b.String()
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

// whole is ten pieces of a fact, which are all that a list has, uncut.
var whole = depth{pieces: 10, bytes: math.MaxInt}

// plainPieces writes a fact as plain text.
func plainPieces(w *words, pieces []piece, d depth) string {
	shown := pieces[:min(len(pieces), d.pieces)]
	parts := make([]string, len(shown), len(shown)+1)
	for i, p := range shown {
		parts[i] = p.before + plain.Clip(neutral(p.untrusted), d.bytes) + p.after + p.often()
	}
	if rest := len(pieces) - len(shown); rest > 0 {
		parts = append(parts, fmt.Sprintf(w.more, rest))
	}
	return strings.Join(parts, w.comma)
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
