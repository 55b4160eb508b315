package pattern

import (
	"fmt"
	"strings"
)

// choices builds patterns and messages from arbitrary bytes: every byte is a
// decision, so that a fuzzer that changes bytes changes decisions. It is how
// the fuzz targets get beyond the parser: what it builds is nearly always valid
// and nearly always matches.
type choices struct {
	bytes []byte
}

// pick returns a number below n; 0 once the bytes are used up.
func (c *choices) pick(n int) int {
	if len(c.bytes) == 0 {
		return 0
	}
	b := c.bytes[0]
	c.bytes = c.bytes[1:]
	return int(b) % n
}

func (c *choices) one(options ...string) string { return options[c.pick(len(options))] }

// The vocabulary is small so that patterns and messages meet.
var (
	keys    = []string{"a", "b", "c", "ab", "a-b", "A", "x.y", "é", ""}
	texts   = []string{"hit", "miss", "h*t", "*", "hit*", "*it", "*i*", "h*i*t", "hi*it", "*two*", "two words", "", "1", "1.0", "1e0", "1*", "a\\\"b", "a\\*b", "a\\\\b", "é*", "**", "null", "0"}
	bare    = []string{"hit", "*", "h*", "*t", "1", "1.0", "1e+0", "-1", "+1", "01", "1e400", "-0", "true", "10", "s3.amazonaws.com", ".5", "1e-400"}
	regexes = []string{"%hit%", "%^h.t$%", "%[0-9]+%", "%^$%", "%h?i{1,2}t|m%", "%\\x41%", "%\\W%"}
	numbers = []string{"1", "1.0", "1e0", "10e-1", "-1", "0", "-0", "1.5", "10", "1e400", "1e-400", "100000000000000000000001", "100000000000000000000002"}
)

func (c *choices) selector() string {
	var b strings.Builder
	b.WriteByte('$')
	wildcard := false
	for i := 0; i == 0 || i < 4 && c.pick(3) > 0; i++ {
		switch k := c.pick(8); {
		case k == 0 && !wildcard && i > 0:
			wildcard = true
			b.WriteString("[*]")
		case k == 1 && !wildcard:
			wildcard = true
			b.WriteString(".*")
		case k == 2 && i > 0:
			fmt.Fprintf(&b, "[%d]", c.pick(3))
		default:
			if key := keys[c.pick(len(keys))]; plainName(key) {
				b.WriteString("." + key)
			} else {
				b.WriteString(".['" + key + "']")
			}
		}
	}
	return b.String()
}

func (c *choices) value() string {
	switch c.pick(8) {
	case 0, 1, 2:
		return `"` + c.one(texts...) + `"`
	case 3:
		return c.one(regexes...)
	default:
		return c.one(bare...)
	}
}

func (c *choices) condition(left string) string {
	switch c.pick(10) {
	case 0:
		if strings.HasPrefix(left, "$") {
			return left + c.one(" IS NULL", " IS TRUE", " IS FALSE", " NOT EXISTS", " is  null")
		}
	case 1, 2:
		return left + c.one(" < ", "<=", " >", ">= ") + c.one(numbers...)
	case 3, 4, 5:
		return left + " != " + c.value()
	}
	return left + " = " + c.value()
}

func (c *choices) expression(depth int, left func() string) string {
	switch k := c.pick(6); {
	case depth == 0 || k < 3:
		return c.condition(left())
	case k == 3:
		return c.expression(depth-1, left) + " && " + c.expression(depth-1, left)
	case k == 4:
		return c.expression(depth-1, left) + " || " + c.expression(depth-1, left)
	default:
		return "(" + c.expression(depth-1, left) + ")"
	}
}

// pattern returns the source of a pattern of any form.
func (c *choices) pattern() string {
	switch c.pick(8) {
	case 0:
		return c.termPattern()
	case 1:
		return c.delimitedPattern()
	default:
		return "{ " + c.expression(3, c.selector) + " }"
	}
}

func (c *choices) termPattern() string {
	var terms []string
	for range c.pick(5) {
		terms = append(terms, c.one("", "", "-", "?")+c.one("hit", "miss", `"a"`, `" "`, `"{"`, `"h\"t"`, "%h.t%", "é"))
	}
	return strings.Join(terms, " ")
}

func (c *choices) delimitedPattern() string {
	var slots []string
	for i := range c.pick(5) {
		name := fmt.Sprintf("w%d", i)
		switch c.pick(4) {
		case 0:
			slots = append(slots, name)
		case 1:
			slots = append(slots, c.one("...", ""))
		default:
			slots = append(slots, c.expression(2, func() string { return name }))
		}
	}
	return "[" + strings.Join(slots, ",") + "]"
}

// message returns a message for the patterns: most often an object that has
// what they ask for, sometimes with damage.
func (c *choices) message(patterns ...*Pattern) string {
	switch c.pick(12) {
	default:
		return c.near(patterns)
	case 2, 3:
		return c.object(4)
	case 0:
		return c.line()
	case 1:
		m := c.blank() + c.object(4) + c.one("", " ", "x", "\n", "}", ",")
		return c.one("", "", "\ufeff", " ", "x") + m[:len(m)-c.pick(2)]
	}
}

func (c *choices) line() string {
	var b strings.Builder
	for range c.pick(8) {
		b.WriteString(c.one("hit", "1", "1.0", `"two words"`, "[10/Oct 13]", `"open`, "[open", "]", "10", `""`, `"x"y`, "é", "miss"))
		b.WriteString(c.one(" ", "\t", "  ", "", "\n", " \t"))
	}
	return b.String()
}

func (c *choices) blank() string { return c.one("", "", "", "", " ", "\n\t", "\r") }

func (c *choices) object(depth int) string {
	var b strings.Builder
	b.WriteString("{" + c.blank())
	n := c.pick(6)
	for i := range n {
		if i > 0 {
			b.WriteString("," + c.blank())
		}
		b.WriteString(c.jsonKey() + c.blank() + ":" + c.blank() + c.json(depth-1) + c.blank())
	}
	b.WriteString("}")
	return b.String()
}

func (c *choices) jsonKey() string {
	switch c.pick(8) {
	case 0:
		return c.one(`"\u0061"`, `"\u0062"`, `"x\u002ey"`, `"\ud800"`, `"\ud801"`, `"\u00e9"`, `"a\""`, "\"\xff\"")
	default:
		return `"` + keys[c.pick(len(keys))] + `"`
	}
}

func (c *choices) json(depth int) string {
	switch k := c.pick(12); {
	case k == 0:
		return c.one("null", "true", "false")
	case k < 3:
		return c.one(numbers...)
	case k < 6 && depth > 0:
		return c.object(depth)
	case k < 8 && depth > 0:
		return c.array(depth)
	case k == 8:
		return c.one(`"h\u0069t"`, `"\ud83d\ude00"`, `"\ud83d"`, `"a\"b"`, `"a*b"`, `"a\\b"`, "\"\xff\"", `"\n"`, `"1\u002e0"`, "\"\x01\"", "\"\x7f\"", `"tru`, `01`, `-`, `1e`, `.5`, `nul`)
	default:
		return `"` + c.one("hit", "miss", "h*t", "", "1", "1.0", "1e+0", "hiit", "two words", "xhit", "hitx", "A", "é", "true") + `"`
	}
}

func (c *choices) array(depth int) string {
	var b strings.Builder
	b.WriteString("[" + c.blank())
	for i := range c.pick(4) {
		if i > 0 {
			b.WriteString(c.blank() + ",")
		}
		b.WriteString(c.json(depth - 1))
	}
	b.WriteString("]")
	return b.String()
}
