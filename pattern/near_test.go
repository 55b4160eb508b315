package pattern

import (
	"fmt"
	"strings"
)

// meeting builds patterns and a message that has something to say to them.
func (c *choices) meeting() (sources []string, message []byte) {
	var patterns []*Pattern
	for range 1 + c.pick(4) {
		src := c.pattern()
		sources = append(sources, src)
		if p, err := Compile(src); err == nil {
			patterns = append(patterns, p)
		}
	}
	return sources, []byte(c.message(patterns...))
}

// planted is a JSON value in the making.
type planted struct {
	text    string // a scalar
	array   []*planted
	members []plantedMember
}

type plantedMember struct {
	key   string
	value *planted
}

// near returns an object in which the selectors of the patterns find values
// that are what the conditions ask for, or nearly so.
func (c *choices) near(patterns []*Pattern) string {
	root := &planted{}
	for _, p := range patterns {
		p.expr.walk(func(cond *condition) {
			if c.pick(5) > 0 {
				root.plant(c, cond.selector.steps, c.wanted(cond))
			}
		})
	}
	var b strings.Builder
	c.write(&b, root, true)
	return b.String()
}

// plant puts text where the steps lead. It replaces what is in the way only sometimes.
func (v *planted) plant(c *choices, steps []step, text string) {
	if len(steps) == 0 {
		v.text = text
		return
	}
	st := steps[0]
	if st.kind == stepKey || st.kind == stepEach && c.pick(4) == 0 {
		v.member(c, st.key).plant(c, steps[1:], text)
		return
	}
	for len(v.array) <= st.index+c.pick(2) {
		v.array = append(v.array, &planted{})
	}
	v.array[st.index].plant(c, steps[1:], text)
}

// member returns the value of a key, now and then a second one of the same key.
func (v *planted) member(c *choices, key string) *planted {
	for _, m := range v.members {
		if m.key == key && c.pick(8) > 0 {
			return m.value
		}
	}
	m := plantedMember{key, &planted{}}
	v.members = append(v.members, m)
	return m.value
}

// wanted returns JSON that the condition holds for, or nearly.
func (c *choices) wanted(cond *condition) string {
	if c.pick(6) == 0 {
		return c.json(2)
	}
	switch cond.op {
	case opIsNull:
		return c.one("null", "null", "[null]", `[1,null]`, `"null"`)
	case opIsTrue:
		return c.one("true", `"true"`)
	case opIsFalse:
		return c.one("false", `"false"`)
	case opNotExists:
		return c.one(`{}`, `[]`, `[{}]`, `null`)
	}
	text := strings.Join(cond.value.parts, c.one("", "x", "*", "hit"))
	if cond.value.kind == regexLiteral {
		text = c.one("hit", "1", "m", "hht", "A")
	}
	if cond.value.kind == numberLiteral && c.pick(3) > 0 {
		return strings.TrimPrefix(text, "+")
	}
	return c.quote(text)
}

// quote writes a JSON string, with escapes where they are needed or fancied.
func (c *choices) quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < 0x10000 && c.pick(6) == 1:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// write writes the value as JSON. What has both members and elements is
// written as one of the two.
func (c *choices) write(b *strings.Builder, v *planted, object bool) {
	switch {
	case object || len(v.members) > 0 && (v.text == "" || c.pick(2) > 0):
		b.WriteString("{" + c.blank())
		for i, m := range v.members {
			if i > 0 {
				b.WriteString("," + c.blank())
			}
			b.WriteString(c.quote(m.key) + c.blank() + ":" + c.blank())
			c.write(b, m.value, false)
			b.WriteString(c.blank())
		}
		b.WriteByte('}')
	case len(v.array) > 0 && (v.text == "" || c.pick(2) > 0):
		b.WriteString("[")
		for i, e := range v.array {
			if i > 0 {
				b.WriteString("," + c.blank())
			}
			c.write(b, e, false)
		}
		b.WriteString(c.blank() + "]")
	case v.text == "":
		b.WriteString(c.json(1))
	default:
		b.WriteString(v.text)
	}
}
