package pattern

import "strings"

// grammar reads expressions, which JSON patterns and the slots of delimited
// patterns share: conditions joined by && and ||, in parentheses where wanted.
// && binds tighter than ||.
type grammar struct {
	*source
	condition func(*grammar) (*condition, error)
}

func (g *grammar) expression() (*expr, error) {
	return g.chain(opOr, "||", func() (*expr, error) {
		return g.chain(opAnd, "&&", g.operand)
	})
}

// chain reads operands with one connective between them. A single operand
// stands for itself.
func (g *grammar) chain(op exprOp, connective string, operand func() (*expr, error)) (*expr, error) {
	first, err := operand()
	if err != nil {
		return nil, err
	}
	e := &expr{op: op, kids: []*expr{first}}
	for g.skipBlanks(); g.accept(connective); g.skipBlanks() {
		next, err := operand()
		if err != nil {
			return nil, err
		}
		e.kids = append(e.kids, next)
	}
	if len(e.kids) == 1 {
		return first, nil
	}
	e.span = span{first.span.from, e.kids[len(e.kids)-1].span.to}
	return e, nil
}

// operand reads ( expression ) or a condition.
func (g *grammar) operand() (*expr, error) {
	g.skipBlanks()
	from := g.pos
	if !g.accept("(") {
		c, err := g.condition(g)
		if err != nil {
			return nil, err
		}
		return &expr{op: opCond, cond: c, span: c.span}, nil
	}
	e, err := g.expression()
	if err != nil {
		return nil, err
	}
	g.skipBlanks()
	if !g.accept(")") {
		return nil, g.fail("&&, || or )", g.operatorHint())
	}
	e.parens = true
	e.span = span{from, g.pos}
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

// jsonCondition reads: selector operator value, or selector IS NULL and its like.
func (g *grammar) jsonCondition() (*condition, error) {
	if g.peek() == '!' {
		return nil, g.fail("a selector such as $.eventName", "there is no negation of a condition: use !=, NOT EXISTS or IS FALSE")
	}
	c := &condition{span: span{from: g.pos}}
	var err error
	if c.selector, err = parseSelector(g.source); err != nil {
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
	c.span.to = g.pos
	return c, nil
}

const expectedOperator = "=, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS"

// keywords reads IS NULL, IS TRUE, IS FALSE or NOT EXISTS.
func (g *grammar) keywords(c *condition) error {
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
	for op := opIsNull; op <= opNotExists; op++ {
		if text := first + " " + second; strings.EqualFold(text, op.String()) {
			c.op, c.lower = op, text != op.String()
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
func (g *grammar) comparison(c *condition) error {
	op, ok := g.sign()
	if !ok {
		return g.fail(expectedOperator, "")
	}
	c.op = op
	g.skipBlanks()
	var err error
	if c.value, err = g.literal(); err != nil {
		return err
	}
	if op.ordered() && c.value.kind != numberLiteral {
		hint := "< > <= >= compare numbers only"
		if c.value.quoted() && len(c.value.parts) == 1 {
			if _, number := parseDecimal([]byte(c.value.parts[0])); number {
				hint += ": write the number without quotes"
			}
		}
		return g.failAt(c.value.span.from, c.value.source, "a number", hint)
	}
	return nil
}

// sign reads = != < <= > >=.
func (g *grammar) sign() (operator, bool) {
	for _, op := range []operator{opNotEqual, opLessEqual, opGreaterEqual, opEqual, opLess, opGreater} {
		if g.accept(op.String()) {
			return op, true
		}
	}
	return 0, false
}

// checkCounts holds the limits on wildcard selectors and regular expressions.
func (g *grammar) checkCounts(e *expr) error {
	wildcards, regexes := 0, 0
	var fault *SyntaxError
	e.walk(func(c *condition) {
		if c.selector.wildcard() {
			wildcards++
		}
		if c.value.kind == regexLiteral {
			regexes++
		}
		if fault == nil && wildcards > MaxWildcardSelectors {
			fault = g.failAt(c.span.from, c.selector.String(), "at most 3 selectors with a wildcard", "")
		}
		if fault == nil && regexes > MaxRegexes {
			fault = g.failAt(c.value.span.from, c.value.source, "at most 2 regular expressions", "")
		}
	})
	if fault != nil {
		return fault
	}
	return nil
}
