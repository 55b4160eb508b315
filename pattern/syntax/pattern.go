package syntax

// The limits of the service. A pattern beyond one of them is refused, as the
// service refuses it.
const (
	// MaxLength is the longest pattern, in characters.
	MaxLength = 1024
	// MaxWildcardSelectors is the most selectors with a wildcard in one
	// pattern; a single selector has one at most.
	MaxWildcardSelectors = 3
	// MaxRegexes is the most regular expressions in a JSON or delimited
	// pattern.
	MaxRegexes = 2
)

// Form says which of the three languages a pattern is written in.
type Form uint8

// The forms.
const (
	Terms     Form = iota // ERROR -"Exiting" ?a ?b %regex%
	JSON                  // { $.eventName = "ConsoleLogin" }
	Delimited             // [ip, user, ..., status = 4*, bytes]
)

// String names the form.
func (f Form) String() string {
	switch f {
	case JSON:
		return "JSON"
	case Delimited:
		return "delimited"
	default:
		return "terms"
	}
}

// A Pattern is what a filter pattern says. It must not be changed once it is
// compiled.
type Pattern struct {
	Source string
	Form   Form
	Expr   *Expr  // of JSON
	Terms  []Term // of Terms
	Slots  []Slot // of Delimited
}

// Text returns a part of the source.
func (p *Pattern) Text(s Span) string { return p.Source[s.From:s.To] }

// EffectiveTerms returns the terms that count: the service ignores all ? terms
// as soon as there is a term without ?. With alternatives, one of the terms is
// enough; else all are needed.
func (p *Pattern) EffectiveTerms() (terms []Term, alternatives bool) {
	for _, t := range p.Terms {
		if t.Kind != Optional {
			terms = append(terms, t)
		}
	}
	if len(terms) > 0 {
		return terms, false
	}
	return p.Terms, len(p.Terms) > 0
}
