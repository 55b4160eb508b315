// Package line writes the lines of messages for people: texts of our own with
// texts from records in between, as plain text or as the markdown of Slack.
// Whatever comes from a record is made neutral, and safe for the form.
package line

import (
	"fmt"
	"math"
	"strings"

	"trailnotify/alert/neutral"
	"trailnotify/alert/plain"
)

// A Piece of a line is a text with a number. Untrusted text comes from a
// record, the words before and after it are our own.
type Piece struct {
	Before    string
	Untrusted string
	After     string
	Then      []Piece // follow without anything between
	Times     int     // how often, 0 or 1: not said
	AtLeast   bool    // or more often
}

// Own is a line in our own words, none for "".
func Own(text string) []Piece {
	if text == "" {
		return nil
	}
	return []Piece{{Before: text}}
}

// Untrusted are values from records; show, if there is one, changes how each is
// written.
func Untrusted(list []string, show func(string) string) []Piece {
	pieces := make([]Piece, len(list))
	for i, s := range list {
		if show != nil {
			s = show(s)
		}
		pieces[i] = Piece{Untrusted: s}
	}
	return pieces
}

// Around puts untrusted text into a sentence of ours that has one verb, %s.
func Around(sentence, text string) Piece {
	before, after, _ := strings.Cut(sentence, "%s")
	return Piece{Before: before, Untrusted: text, After: after}
}

// A Form is how pieces are written: a value in at most so many bytes of itself,
// and text of our own.
type Form struct {
	value func(s string, most int) string
	own   func(s string) string
}

// Plain is the form of plain text, as e-mail takes it.
var Plain = Form{value, plain.Text}

// Whole is a number of bytes that cuts nothing.
const Whole = math.MaxInt

// Write writes a piece, its values in at most so many bytes each.
func (p Piece) Write(f Form, most int) string {
	var b strings.Builder
	b.WriteString(f.own(p.Before) + f.value(p.Untrusted, most) + f.own(p.After))
	for _, next := range p.Then {
		b.WriteString(next.Write(f, most))
	}
	return b.String() + p.often()
}

// often says how often a piece occurred, unless that is once.
func (p Piece) often() string {
	switch {
	case p.AtLeast:
		return fmt.Sprintf(" ×%d+", max(1, p.Times))
	case p.Times > 1:
		return fmt.Sprintf(" ×%d", p.Times)
	default:
		return ""
	}
}

// A Depth is how much of a line is written.
type Depth struct{ Pieces, Bytes int }

// Join writes the first pieces of a line with commas between, and how many
// others there are: more is the format of that.
func Join(pieces []Piece, f Form, d Depth, comma, more string) string {
	shown := pieces[:min(len(pieces), d.Pieces)]
	parts := make([]string, len(shown), len(shown)+1)
	for i, p := range shown {
		parts[i] = p.Write(f, d.Bytes)
	}
	if rest := len(pieces) - len(shown); rest > 0 {
		parts = append(parts, fmt.Sprintf(more, rest))
	}
	return strings.Join(parts, comma)
}

// value is untrusted text in plain text. It is cut first: a part of a text that
// was made neutral need not be neutral.
func value(s string, most int) string { return neutral.Text(plain.ClipMiddle(plain.Text(s), most)) }
