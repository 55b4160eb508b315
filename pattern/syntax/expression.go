package syntax

import "strings"

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
// stands for itself.
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
		c, err := g.condition(g)
		if err != nil {
			return nil, err
		}
		return &Expr{Kind: Single, Condition: c, Span: c.Span}, nil
	}
	e, err := g.expression()
	if err != nil {
		return nil, err
	}
	g.skipBlanks()
	if !g.accept(")") {
		return nil, g.fail("&&, || or )", g.operatorHint())
	}
	e.Parenthesized = true
	e.Span = Span{from, g.pos}
	return e, nil
}

// operatorHint helps people who write AND, OR and what else they are used to.
func (g *grammar) operatorHint() string {
	switch w := g.word(); {
	case strings.EqualFold(w, "AND"):
		return "write && for AND"
	case strings.EqualFold(w, "OR"):
		return "write || for OR"
	case w == "&" || w == "|":
		return "write && or ||"
	case w != "" && (isBareByte(w[0]) || w[0] == '"'):
		return `a value with blanks or other special characters needs double quotes`
	}
	return ""
}

// jsonCondition reads: selector operator value, or selector IS NULL and its
// like.
func (g *grammar) jsonCondition() (*Condition, error) {
	if g.peek() == '!' {
		return nil, g.fail("a selector such as $.eventName", "there is no negation of a condition: use !=, NOT EXISTS or IS FALSE")
	}
	c := &Condition{Span: Span{From: g.pos}}
	var err error
	if c.Selector, err = parseSelector(g.source); err != nil {
		return nil, err
	}
	g.skipBlanks()
	if isLetter(g.peek()) {
		err = g.keywords(c)
	} else {
		err = g.comparison(c)
	}
	if err != nil {
		return nil, err
	}
	c.Span.To = g.pos
	return c, nil
}

const expectedOperator = "=, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS"

// keywords reads IS NULL, IS TRUE, IS FALSE or NOT EXISTS.
func (g *grammar) keywords(c *Condition) error {
	from := g.pos
	first := g.take(isLetter)
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
	second := g.take(isLetter)
	for op := IsNull; op <= NotExists; op++ {
		if text := first + " " + second; strings.EqualFold(text, op.String()) {
			c.Operator, c.LowerCase = op, text != op.String()
			return nil
		}
	}
	if strings.EqualFold(first, "NOT") {
		return g.failAt(at, second, "EXISTS", "")
	}
	hint := ""
	if strings.EqualFold(second, "NOT") {
		hint = "there is no IS NOT"
	}
	return g.failAt(at, second, "NULL, TRUE or FALSE", hint)
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
		hint := "< > <= >= compare numbers only"
		if c.Value.Quoted() && len(c.Value.Parts) == 1 {
			if _, number := ParseDecimal([]byte(c.Value.Parts[0])); number {
				hint += ": write the number without quotes"
			}
		}
		return g.failAt(c.Value.Span.From, c.Value.Source, "a number", hint)
	}
	return nil
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
	var fault *Error
	e.Walk(func(c *Condition) {
		if c.Selector.HasWildcard() {
			wildcards++
		}
		if c.Value.Kind == Regex {
			regexes++
		}
		if fault == nil && wildcards > MaxWildcardSelectors {
			fault = g.failAt(c.Span.From, c.Selector.String(), "at most 3 selectors with a wildcard", "")
		}
		if fault == nil && regexes > MaxRegexes {
			fault = g.failAt(c.Value.Span.From, c.Value.Source, "at most 2 regular expressions", "")
		}
	})
	if fault != nil {
		return fault
	}
	return nil
}
