package pattern

// The limits of the service. A pattern beyond one of them is refused, as the
// service refuses it.
const (
	// MaxLength is the longest pattern, in characters.
	MaxLength = 1024
	// MaxWildcardSelectors is the most selectors with a wildcard in one pattern;
	// a single selector has one at most.
	MaxWildcardSelectors = 3
	// MaxRegexes is the most regular expressions in a JSON or delimited pattern.
	MaxRegexes = 2
)

// Form says which of the three languages a pattern is written in.
type Form uint8

const (
	Terms     Form = iota // ERROR -"Exiting" ?a ?b %regex%
	JSON                  // { $.eventName = "ConsoleLogin" }
	Delimited             // [ip, user, ..., status = 4*, bytes]
)

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

// A Pattern is a compiled filter pattern. It is immutable and safe for
// concurrent use. The zero Pattern is not valid; use [Compile].
type Pattern struct {
	source string
	form   Form
	expr   *expr  // JSON
	terms  []term // Terms
	slots  []slot // Delimited
	set    *Set   // of this pattern alone
}

// Compile parses a filter pattern. The error is a [*SyntaxError], which
// points at the place and gives the service's own reason where it is known.
func Compile(src string) (*Pattern, error) {
	p, err := parse(src)
	if err != nil {
		return nil, err
	}
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
// never fails: a message that is no JSON object matches no JSON pattern.
func (p *Pattern) Match(message []byte) bool {
	var buf [1]int
	return len(p.set.Match(message, buf[:0])) > 0
}

// String returns the source text, as it was given to [Compile].
func (p *Pattern) String() string { return p.source }

// Form returns the language that the pattern is written in.
func (p *Pattern) Form() Form { return p.form }
