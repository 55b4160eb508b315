package patterntest

import (
	"fmt"
	"strings"

	"trailnotify/pattern/syntax"
)

// Meeting builds patterns and a message that has something to say to them.
func (c *Choices) Meeting() (sources []string, message []byte) {
	var patterns []*syntax.Pattern
	for range 1 + c.Pick(4) {
		src := c.pattern()
		sources = append(sources, src)
		if p, err := syntax.Parse(src); err == nil {
			patterns = append(patterns, p)
		}
	}
	return sources, []byte(c.Message(patterns...))
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
func (c *Choices) near(patterns []*syntax.Pattern) string {
	root := &planted{}
	for _, p := range patterns {
		p.Expr.Walk(func(cond *syntax.Condition) {
			if c.Pick(5) > 0 {
				root.plant(c, cond.Selector.Steps, c.wanted(cond))
			}
		})
	}
	var b strings.Builder
	c.write(&b, root, true)
	return b.String()
}

// plant puts text where the steps lead. It replaces what is in the way only
// sometimes.
func (v *planted) plant(c *Choices, steps []syntax.Step, text string) {
	if len(steps) == 0 {
		v.text = text
		return
	}
	st := steps[0]
	if st.Kind == syntax.ToField || st.Kind == syntax.ToEach && c.Pick(4) == 0 {
		v.member(c, st.Key).plant(c, steps[1:], text)
		return
	}
	for len(v.array) <= st.Index+c.Pick(2) {
		v.array = append(v.array, &planted{})
	}
	v.array[st.Index].plant(c, steps[1:], text)
}

// member returns the value of a key, now and then a second one of the same key.
func (v *planted) member(c *Choices, key string) *planted {
	for _, m := range v.members {
		if m.key == key && c.Pick(8) > 0 {
			return m.value
		}
	}
	m := plantedMember{key, &planted{}}
	v.members = append(v.members, m)
	return m.value
}

// wantedByKind is what operators without a value are looking for, or nearly.
var wantedByKind = map[syntax.Operator][]string{
	syntax.IsNull:    {"null", "null", "[null]", `[1,null]`, `"null"`},
	syntax.IsTrue:    {"true", `"true"`},
	syntax.IsFalse:   {"false", `"false"`},
	syntax.NotExists: {`{}`, `[]`, `[{}]`, `null`},
}

// wanted returns JSON that the condition holds for, or nearly.
func (c *Choices) wanted(cond *syntax.Condition) string {
	if c.Pick(6) == 0 {
		return c.json(2)
	}
	if values, ok := wantedByKind[cond.Operator]; ok {
		return c.One(values...)
	}
	text := strings.Join(cond.Value.Parts, c.One("", "x", "*", "hit"))
	if cond.Value.Kind == syntax.Regex {
		text = c.One("hit", "1", "m", "hht", "A")
	}
	if cond.Value.Kind == syntax.Number && c.Pick(3) > 0 {
		return strings.TrimPrefix(text, "+")
	}
	return c.quote(text)
}

// quote writes a JSON string, with escapes where they are needed or fancied.
func (c *Choices) quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < 0x10000 && c.Pick(6) == 1:
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
func (c *Choices) write(b *strings.Builder, v *planted, object bool) {
	switch {
	case object || len(v.members) > 0 && (v.text == "" || c.Pick(2) > 0):
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
	case len(v.array) > 0 && (v.text == "" || c.Pick(2) > 0):
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
