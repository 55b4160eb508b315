package pattern

import (
	"trailnotify/pattern/syntax"
)

// A Pattern is a compiled filter pattern. It is immutable and safe for
// concurrent use. The zero Pattern is not valid; use [Compile].
type Pattern struct {
	parsed *syntax.Pattern
	set    *Set // of this pattern alone
}

// Compile parses and compiles a filter pattern. The error is a [*syntax.Error],
// which points at the place and gives the service's own reason where it is
// known.
func Compile(src string) (*Pattern, error) {
	s, err := syntax.Parse(src)
	if err != nil {
		return nil, err
	}
	p := &Pattern{parsed: s}
	p.set = NewSet(p)
	return p, nil
}

// MustCompile is like [Compile] but panics on an invalid pattern. It is for
// patterns that are part of a program.
func MustCompile(src string) *Pattern {
	p, err := Compile(src)
	if err != nil {
		panic("pattern: " + err.Error())
	}
	return p
}

// Match reports whether the message of a log event matches the pattern. It
// never fails: a message that is not a JSON object matches no JSON pattern.
func (p *Pattern) Match(message []byte) bool {
	var buf [1]int
	return len(p.set.Match(message, buf[:0])) > 0
}

// String returns the source text, as it was given to [Compile].
func (p *Pattern) String() string { return p.parsed.Source }

// Syntax returns what the pattern says: its form and its conditions. It must
// not be changed.
func (p *Pattern) Syntax() *syntax.Pattern { return p.parsed }
