package syntax

import (
	"strings"

	"trailnotify/internal/fault"
)

// grammar reads expressions, which JSON patterns and the slots of delimited
// patterns share: conditions joined by && and ||, in parentheses where wanted.
// && binds tighter than ||.
type grammar struct {
	*source
	condition func(*grammar) (*Condition, error)
}

func (g *grammar) expression() (*Expr, error) {
	return g.chain(Any, "||", func() (*Expr, error) {
		return g.chain(All, "&&", g.operand)
	})
}

// chain reads operands with one connective between them. A single operand
// is returned as it is.
func (g *grammar) chain(op ExprKind, connective string, operand func() (*Expr, error)) (*Expr, error) {
	first, err := operand()
	if err != nil {
		return nil, err
	}
	e := &Expr{Kind: op, Parts: []*Expr{first}}
	for g.skipBlanks(); g.accept(connective); g.skipBlanks() {
		next, err := operand()
		if err != nil {
			return nil, err
		}
		e.Parts = append(e.Parts, next)
	}
	if len(e.Parts) == 1 {
		return first, nil
	}
	e.Span = Span{first.Span.From, e.Parts[len(e.Parts)-1].Span.To}
	return e, nil
}

// operand reads ( expression ) or a condition.
func (g *grammar) operand() (*Expr, error) {
	g.skipBlanks()
	from := g.pos
	if !g.accept("(") {
		return g.single()
	}
	e, err := g.expression()
	if err != nil {
		return nil, err
	}
	g.skipBlanks()
	if !g.accept(")") {
		return nil, g.connectiveFault("&&, || or )")
	}
	e.Parenthesized = true
	e.Span = Span{from, g.pos}
	return e, nil
}

// single reads a condition.
func (g *grammar) single() (*Expr, error) {
	c, err := g.condition(g)
	if err != nil {
		return nil, err
	}
	return &Expr{Kind: Single, Condition: c, Span: c.Span}, nil
}

// connectiveFault reports what was found in place of && or ||. It helps people
// who write AND, OR and what else they are used to.
func (g *grammar) connectiveFault(expected string) error {
	hint := ""
	w := g.word()
	switch {
	case strings.EqualFold(w, "AND"):
		hint = "write && for AND"
	case strings.EqualFold(w, "OR"):
		hint = "write || for OR"
	case w == "&" || w == "|":
		hint = "write && or ||"
	case w != "" && (isBareByte(w[0]) || w[0] == '"'):
		hint = `a value with blanks or other special characters needs double quotes`
	}
	err := g.fail(expected, hint)
	if w == "AND" {
		return err.because(reasonJSON)
	}
	return err
}

// jsonCondition reads: selector operator value, or selector IS NULL and its
// like.
func (g *grammar) jsonCondition() (*Condition, error) {
	if g.peek() == '!' {
		return nil, g.fail("a selector such as $.eventName", "a condition can't be negated: use !=, NOT EXISTS or IS FALSE")
	}
	c := &Condition{Span: Span{From: g.pos}}
	var err error
	if c.Selector, err = parseSelector(g.source); err != nil {
		return nil, err
	}
	read := g.comparison
	if g.skipBlanks(); isLetter(g.peek()) {
		read = g.keywords
	}
	if err := read(c); err != nil {
		return nil, err
	}
	c.Span.To = g.pos
	return c, nil
}

var (
	expectedOperator = fault.OneOf(operatorText[:])
	expectedKind     = fault.OneOf(kindNames())
)

// kindNames returns what may stand behind IS.
func kindNames() []string {
	var names []string
	for op := Equal; op <= NotExists; op++ {
		if op.AsksKind() {
			names = append(names, strings.TrimPrefix(op.String(), "IS "))
		}
	}
	return names
}

// keywords reads IS NULL, IS TRUE, IS FALSE or NOT EXISTS.
func (g *grammar) keywords(c *Condition) error {
	from := g.pos
	first := g.takeWhile(isLetter)
	switch {
	case strings.EqualFold(first, "IS"):
	case strings.EqualFold(first, "NOT"):
	case strings.EqualFold(first, "EXISTS"):
		return g.failAt(from, first, expectedOperator, `any string or number is = "*"; there is no EXISTS`)
	default:
		return g.failAt(from, first, expectedOperator, "")
	}
	g.skipBlanks()
	at := g.pos
	second := g.takeWhile(isLetter)
	for op := IsNull; op <= NotExists; op++ {
		if text := first + " " + second; strings.EqualFold(text, op.String()) {
			c.Operator, c.LowerCase = op, text != op.String()
			return nil
		}
	}
	if strings.EqualFold(first, "NOT") {
		return g.failAt(at, second, "EXISTS", "")
	}
	if strings.EqualFold(second, "NOT") {
		return g.failAt(at, second, expectedKind, "there is no IS NOT").because(reasonToken(second))
	}
	return g.failAt(at, second, expectedKind, "")
}

// comparison reads an operator sign and its value.
func (g *grammar) comparison(c *Condition) error {
	op, ok := g.sign()
	if !ok {
		return g.fail(expectedOperator, "")
	}
	c.Operator = op
	g.skipBlanks()
	var err error
	if c.Value, err = g.literal(); err != nil {
		return err
	}
	if op.Ordered() && c.Value.Kind != Number {
		return g.orderFault(&c.Value)
	}
	return nil
}

// orderFault reports a value to the right of < and its like that is not a
// number.
func (g *grammar) orderFault(l *Literal) error {
	err := g.failAt(l.Span.From, l.Source, "a number", "< > <= >= compare numbers only")
	if !l.Quoted() {
		return err
	}
	if _, number := ParseDecimal([]byte(l.Parts[0])); number && !l.HasWildcard() {
		err.Hint += ": write the number without quotes"
	}
	return err.because(reasonToken(l.Source))
}

// sign reads = != < <= > >=.
func (g *grammar) sign() (Operator, bool) {
	for _, op := range []Operator{NotEqual, LessEqual, GreaterEqual, Equal, Less, Greater} {
		if g.accept(op.String()) {
			return op, true
		}
	}
	return 0, false
}

// checkCounts holds the limits on wildcard selectors and regular expressions.
func (g *grammar) checkCounts(e *Expr) error {
	wildcards, regexes := 0, 0
	var fault error
	e.Walk(func(c *Condition) {
		if c.Selector.HasWildcard() {
			wildcards++
		}
		if c.Value.Kind == Regex {
			regexes++
		}
		switch {
		case fault != nil:
		case wildcards > MaxWildcardSelectors:
			fault = g.failAt(c.Span.From, c.Selector.String(), "at most 3 selectors with a wildcard", "").because(reasonWildcards)
		case regexes > MaxRegexes:
			fault = g.failAt(c.Value.Span.From, c.Value.Source, "at most 2 regular expressions", "").because(reasonRegexes)
		}
	})
	return fault
}
