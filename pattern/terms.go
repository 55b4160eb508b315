package pattern

import (
	"bytes"
	"regexp"

	"trailnotify/pattern/syntax"
)

// termsProgram is a compiled term pattern.
type termsProgram struct {
	required, excluded, optional []needle
}

// needle is what a message is searched for.
type needle struct {
	text, phrase []byte         // both have to be there
	re           *regexp.Regexp // instead of them
}

func (n *needle) in(message []byte) bool {
	if n.re != nil {
		return n.re.Match(message)
	}
	return bytes.Contains(message, n.text) && bytes.Contains(message, n.phrase)
}

// newTermsProgram drops the ? terms as soon as there is another one, as the
// service does.
func newTermsProgram(terms []syntax.Term) *termsProgram {
	p := &termsProgram{}
	for _, t := range terms {
		n := needle{text: []byte(t.Text), phrase: []byte(t.Phrase), re: t.Regex}
		switch t.Kind {
		case syntax.Required:
			p.required = append(p.required, n)
		case syntax.Excluded:
			p.excluded = append(p.excluded, n)
		case syntax.Optional:
			p.optional = append(p.optional, n)
		}
	}
	if len(p.required)+len(p.excluded) > 0 {
		p.optional = nil
	}
	return p
}

func (p *termsProgram) matches(message []byte) bool {
	for i := range p.required {
		if !p.required[i].in(message) {
			return false
		}
	}
	for i := range p.excluded {
		if p.excluded[i].in(message) {
			return false
		}
	}
	for i := range p.optional {
		if p.optional[i].in(message) {
			return true
		}
	}
	return len(p.optional) == 0
}
