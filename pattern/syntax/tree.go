package syntax

import "regexp"

// A Span is a part of the source of a pattern, in bytes. See [Pattern.Text].
type Span struct{ From, To int }

// An Expr is a tree of conditions. An All without parts holds always: it is the
// body of the pattern {}.
type Expr struct {
	Kind          ExprKind
	Parts         []*Expr    // of All and Any
	Condition     *Condition // of Single, else nil
	Parenthesized bool       // written in parentheses
	Span          Span
}

// ExprKind says how the parts of an expression belong together.
type ExprKind uint8

// The kinds of expressions.
const (
	Single ExprKind = iota // one condition
	All                    // holds if all parts hold: &&
	Any                    // holds if one part holds: ||
)

// A Condition tests what a selector finds or, in a delimited pattern, the field
// of its slot.
type Condition struct {
	Selector  Selector // in a JSON pattern
	Field     string   // in a delimited pattern
	Operator  Operator
	Value     Literal // of an operator that has one
	LowerCase bool    // a keyword was not written in capitals
	Span      Span
}

// Name returns the selector or the name of the field.
func (c *Condition) Name() string { return c.Selector.String() + c.Field }

// An Operator says what a condition asks.
type Operator uint8

// The operators. Those from Equal to GreaterEqual have a value.
const (
	Equal Operator = iota
	NotEqual
	Less
	LessEqual
	Greater
	GreaterEqual
	IsNull
	IsTrue
	IsFalse
	NotExists
)

var operatorText = [...]string{"=", "!=", "<", "<=", ">", ">=", "IS NULL", "IS TRUE", "IS FALSE", "NOT EXISTS"}

// String returns the operator as patterns have it, in capitals.
func (o Operator) String() string { return operatorText[o] }

// Ordered reports whether the operator compares numbers by size.
func (o Operator) Ordered() bool { return o >= Less && o <= GreaterEqual }

// HasValue reports whether the operator has a value to its right.
func (o Operator) HasValue() bool { return o <= GreaterEqual }

// AsksKind reports whether the operator asks what kind of value there is, as IS
// NULL does.
func (o Operator) AsksKind() bool { return o >= IsNull && o < NotExists }

// A Literal is the value to the right of an operator.
type Literal struct {
	Kind   LiteralKind
	Source string         // as written, with its quotes or percent signs
	Parts  []string       // of Text and Number: the text, cut at its wildcards: "a*b" is a, b
	Number Decimal        // of Number
	Regex  *regexp.Regexp // of Regex
	Span   Span
}

// LiteralKind says what a literal is.
type LiteralKind uint8

// The kinds of literals.
const (
	Text   LiteralKind = iota // in quotes, or a word that is not a number
	Number                    // without quotes
	Regex                     // between percent signs
)

// HasWildcard reports whether a text has a wildcard.
func (l *Literal) HasWildcard() bool { return len(l.Parts) > 1 }

// Quoted reports whether the literal was written in quotes.
func (l *Literal) Quoted() bool { return l.Source != "" && l.Source[0] == '"' }

// A Term is one element of a term pattern.
type Term struct {
	Kind TermKind
	Text string
	// Phrase, if not "", was written directly behind Text: a="x y". It is not
	// known whether the service looks for one text there. A message that holds
	// that one holds both parts, and both are what is asked for.
	Phrase string
	Regex  *regexp.Regexp // instead of Text
	Apart  bool           // blanks between the sign and the term: "- x"
	Span   Span
}

// TermKind says what a term asks of a message.
type TermKind uint8

// The kinds of terms.
const (
	Required TermKind = iota // term
	Excluded                 // -term
	Optional                 // ?term
)

// A Slot is one element of a delimited pattern: a field with its conditions, or
// the ellipsis. A field without a name is an empty slot.
type Slot struct {
	Name     string
	Ellipsis bool
	Expr     *Expr // nil: any value
	Span     Span
}

// Operands returns the operands of a chain, those of nested chains of the same
// kind included.
func (e *Expr) Operands(op ExprKind) []*Expr {
	if e.Kind != op {
		return []*Expr{e}
	}
	var all []*Expr
	for _, kid := range e.Parts {
		all = append(all, kid.Operands(op)...)
	}
	return all
}

// Walk calls visit for every condition below e.
func (e *Expr) Walk(visit func(*Condition)) {
	if e == nil {
		return
	}
	if e.Kind == Single {
		visit(e.Condition)
	}
	for _, kid := range e.Parts {
		kid.Walk(visit)
	}
}
