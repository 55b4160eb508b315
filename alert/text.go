package alert

import (
	"encoding/json"
	"fmt"
	"strings"
)

// JSON is the machine form: one object, one line, without a final line break.
func (a Alert) JSON() []byte {
	encoded, err := marshal(a)
	if err != nil { // strings, numbers and times in the years 1 to 9999 always encode
		panic("alert: encoding: " + err.Error())
	}
	return encoded
}

// marshal encodes without the escapes that only HTML needs: messages are nested
// in messages, and each level would double them.
func marshal(v any) ([]byte, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}

// Title is the alert in one line of English, without a word from a record but
// the number of the account:
//
//	[high] CloudTrailChanges: 1 match in 5m (threshold 1), prod (111122223333)
func (a Alert) Title() string { return a.title(Reader{}) }

func (a Alert) title(r Reader) string {
	w := r.words()
	title := fmt.Sprintf(w.title, w.severity(a.Severity), Plain(a.Rule), a.number(w))
	if a.Test {
		title = w.test + " " + title
	}
	if len(a.Accounts) != 1 || !accountID(a.Accounts[0]) {
		return title
	}
	return fmt.Sprintf(w.in, title, a.accountName(a.Accounts[0], w))
}

// number is the count against the threshold, in words.
func (a Alert) number(w *words) string {
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
// break. Addresses from records are defanged, so that none becomes a link.
func (a Alert) Text(r Reader) string {
	w := r.words()
	var b strings.Builder
	b.WriteString(a.title(r) + "\n")
	if a.Description != "" {
		b.WriteString(w.description(a.Description) + "\n")
	}
	b.WriteString("\n")
	for _, f := range a.facts(r) {
		b.WriteString(w.labels[f.label] + ": " + plainPieces(w, f.pieces) + "\n")
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
			links = append(links, link{l.text, Plain(l.address)})
		}
	}
	return links
}

// maxNames are listed in a line of text.
const maxNames = 10

// plainPieces writes a fact as plain text.
func plainPieces(w *words, pieces []piece) string {
	shown := pieces[:min(len(pieces), maxNames)]
	parts := make([]string, len(shown), len(shown)+1)
	for i, p := range shown {
		parts[i] = p.before + defang(Plain(p.untrusted)) + p.after + times(p.times)
	}
	if rest := len(pieces) - len(shown); rest > 0 {
		parts = append(parts, fmt.Sprintf(w.more, rest))
	}
	return strings.Join(parts, ", ")
}

func times(n int) string {
	if n <= 1 {
		return ""
	}
	return fmt.Sprintf(" ×%d", n)
}

var fangs = strings.NewReplacer(
	"http://", "hxxp[:]//", "https://", "hxxps[:]//", "://", "[:]//", "www.", "www[.]", "WWW.", "www[.]", "mailto:", "mailto[:]",
)

// defang makes addresses in untrusted text useless for a program that turns
// them into links.
func defang(s string) string { return fangs.Replace(s) }
