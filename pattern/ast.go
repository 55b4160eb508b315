package pattern

import "regexp"

// span is a stretch of the source, in bytes.
type span struct{ from, to int }

// expr is a tree of conditions. A conjunction of nothing holds always: it is
// the body of the pattern {}.
type expr struct {
	op     exprOp
	kids   []*expr    // opAnd, opOr
	cond   *condition // opCond
	parens bool       // written in parentheses
	span   span
}

type exprOp uint8

const (
	opCond exprOp = iota
	opAnd
	opOr
)

// condition tests what a selector finds or, in a delimited pattern, the field
// of its slot.
type condition struct {
	selector Selector // JSON
	field    string   // delimited
	op       operator
	value    literal // not for IS and NOT EXISTS
	lower    bool    // a keyword was not written in capitals
	span     span
}

type operator uint8

const (
	opEqual operator = iota
	opNotEqual
	opLess
	opLessEqual
	opGreater
	opGreaterEqual
	opIsNull
	opIsTrue
	opIsFalse
	opNotExists
)

var operatorText = [...]string{"=", "!=", "<", "<=", ">", ">=", "IS NULL", "IS TRUE", "IS FALSE", "NOT EXISTS"}

func (o operator) String() string { return operatorText[o] }

// ordered reports whether the operator compares numbers by size.
func (o operator) ordered() bool { return o >= opLess && o <= opGreaterEqual }

// hasValue reports whether a value stands to the right of the operator.
func (o operator) hasValue() bool { return o <= opGreaterEqual }

// literal is the value to the right of an operator.
type literal struct {
	kind   literalKind
	source string         // as written, with its quotes or percent signs
	parts  []string       // text and number: the text, cut at its wildcards
	number decimal        // number
	re     *regexp.Regexp // regex
	span   span
}

type literalKind uint8

const (
	textLiteral   literalKind = iota // quoted, or bare and no number
	numberLiteral                    // bare
	regexLiteral
)

func (l *literal) wildcard() bool { return len(l.parts) > 1 }

func (l *literal) quoted() bool { return l.source != "" && l.source[0] == '"' }

// term is one element of a term pattern.
type term struct {
	kind  termKind
	text  string
	re    *regexp.Regexp // instead of text
	apart bool           // "- x": blanks between the sign and the term
	span  span
}

type termKind uint8

const (
	plainTerm    termKind = iota
	excludedTerm          // -term
	optionalTerm          // ?term
)

// slot is one element of a delimited pattern: a field with its conditions, or
// the ellipsis. A field without a name is an empty slot.
type slot struct {
	name     string
	ellipsis bool
	expr     *expr // nil: any value
	span     span
}

// walk calls visit for every condition below e.
func (e *expr) walk(visit func(*condition)) {
	if e == nil {
		return
	}
	if e.op == opCond {
		visit(e.cond)
	}
	for _, kid := range e.kids {
		kid.walk(visit)
	}
}
