package patterntest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"trailnotify/pattern/syntax"
)

// A Choices builds patterns and messages from arbitrary bytes: every byte is a
// decision, so that a fuzzer that changes bytes changes decisions. It is how
// the fuzz targets get beyond the parser: what it builds is nearly always valid
// and nearly always matches.
type Choices struct {
	bytes []byte
}

// New returns the choices that data makes.
func New(data []byte) *Choices { return &Choices{data} }

// Pick returns a number below n; 0 once the bytes are used up.
func (c *Choices) Pick(n int) int {
	if len(c.bytes) == 0 {
		return 0
	}
	b := c.bytes[0]
	c.bytes = c.bytes[1:]
	return int(b) % n
}

// One returns one of the options.
func (c *Choices) One(options ...string) string { return options[c.Pick(len(options))] }

// The vocabulary is small so that patterns and messages meet.
var (
	keys    = []string{"a", "b", "c", "ab", "a-b", "A", "x.y", "é", ""}
	texts   = []string{"hit", "miss", "h*t", "*", "hit*", "*it", "*i*", "h*i*t", "hi*it", "*two*", "two words", "", "1", "1.0", "1e0", "1*", "a\\\"b", "a\\*b", "a\\\\b", "é*", "**", "null", "0"}
	bare    = []string{"hit", "*", "h*", "*t", "1", "1.0", "1e+0", "-1", "+1", "01", "1e400", "-0", "true", "10", "s3.amazonaws.com", ".5", "1e-400"}
	regexes = []string{"%hit%", "%^h.t$%", "%[0-9]+%", "%^$%", "%h?i{1,2}t|m%", "%hi{,2}t%", "%\\x41%", "%\\W%"}
	numbers = []string{"1", "1.0", "1e0", "10e-1", "-1", "0", "-0", "1.5", "10", "1e400", "1e-400", "100000000000000000000001", "100000000000000000000002"}
)

// Selector returns a selector of up to four steps, with at most one wildcard.
func (c *Choices) Selector() string {
	var b strings.Builder
	b.WriteByte('$')
	wildcard := false
	for i := 0; i == 0 || i < 4 && c.Pick(3) > 0; i++ {
		switch k := c.Pick(8); {
		case k == 0 && !wildcard && i > 0:
			wildcard = true
			b.WriteString("[*]")
		case k == 1 && !wildcard:
			wildcard = true
			b.WriteString(".*")
		case k == 2 && i > 0:
			fmt.Fprintf(&b, "[%d]", c.Pick(3))
		default:
			b.WriteString(fieldStep(c.One(keys...)))
		}
	}
	return b.String()
}

// fieldStep writes the step to a field as simply as its name allows.
func fieldStep(key string) string {
	if key != "" && strings.Trim(key, "abcA-") == "" {
		return "." + key
	}
	return ".['" + key + "']"
}

func (c *Choices) value() string {
	switch c.Pick(8) {
	case 0, 1, 2:
		return `"` + c.One(texts...) + `"`
	case 3:
		return c.One(regexes...)
	default:
		return c.One(bare...)
	}
}

// Condition returns a condition on the selector or field that is its left side.
func (c *Choices) Condition(left string) string {
	switch c.Pick(10) {
	case 0:
		if strings.HasPrefix(left, "$") {
			return left + c.One(" IS NULL", " IS TRUE", " IS FALSE", " NOT EXISTS", " is  null")
		}
	case 1, 2:
		return left + c.One(" < ", "<=", " >", ">= ") + c.One(numbers...)
	case 3, 4, 5:
		return left + " != " + c.value()
	}
	return left + " = " + c.value()
}

func (c *Choices) expression(depth int, left func() string) string {
	switch k := c.Pick(6); {
	case depth == 0 || k < 3:
		return c.Condition(left())
	case k == 3:
		return c.expression(depth-1, left) + " && " + c.expression(depth-1, left)
	case k == 4:
		return c.expression(depth-1, left) + " || " + c.expression(depth-1, left)
	default:
		return "(" + c.expression(depth-1, left) + ")"
	}
}

// pattern returns the source of a pattern of any form.
func (c *Choices) pattern() string {
	switch c.Pick(8) {
	case 0:
		return c.termPattern()
	case 1:
		return c.delimitedPattern()
	default:
		return "{ " + c.expression(3, c.Selector) + " }"
	}
}

func (c *Choices) termPattern() string {
	var terms []string
	for range c.Pick(5) {
		terms = append(terms, c.One("", "", "-", "?")+c.One("hit", "miss", `"a"`, `" "`, `"{"`, `"h\"t"`, "%h.t%", "é", "h.t", "1.0", "=hit", `hit"x"y`, `miss"x"`))
	}
	return strings.Join(terms, " ")
}

func (c *Choices) delimitedPattern() string {
	var slots []string
	for i := range c.Pick(5) {
		name := fmt.Sprintf("w%d", i)
		switch c.Pick(4) {
		case 0:
			slots = append(slots, name)
		case 1:
			slots = append(slots, c.One("...", ""))
		default:
			slots = append(slots, c.expression(2, func() string { return name }))
		}
	}
	return "[" + strings.Join(slots, ",") + "]"
}

// Message returns a message for the patterns: most often an object that has
// what they ask for, sometimes with damage.
func (c *Choices) Message(patterns ...*syntax.Pattern) string {
	switch c.Pick(12) {
	default:
		return c.near(patterns)
	case 2, 3:
		return c.object(4)
	case 0:
		return c.line()
	case 1:
		m := c.blank() + c.object(4) + c.One("", " ", "x", "\n", "}", ",")
		return c.One("", "", "\ufeff", " ", "x") + m[:len(m)-c.Pick(2)]
	}
}

func (c *Choices) line() string {
	var b strings.Builder
	for range c.Pick(8) {
		b.WriteString(c.One("hit", "1", "1.0", `"two words"`, "[10/Oct 13]", `"open`, "[open", "]", "10", `""`, `"x"y`, "é", "miss"))
		b.WriteString(c.One(" ", "\t", "  ", "", "\n", " \t"))
	}
	return b.String()
}

func (c *Choices) blank() string { return c.One("", "", "", "", " ", "\n\t", "\r") }

func (c *Choices) object(depth int) string {
	var b strings.Builder
	b.WriteString("{" + c.blank())
	n := c.Pick(6)
	for i := range n {
		if i > 0 {
			b.WriteString("," + c.blank())
		}
		b.WriteString(c.jsonKey() + c.blank() + ":" + c.blank() + c.json(depth-1) + c.blank())
	}
	b.WriteString("}")
	return b.String()
}

func (c *Choices) jsonKey() string {
	switch c.Pick(8) {
	case 0:
		return c.One(`"\u0061"`, `"\u0062"`, `"x\u002ey"`, `"\ud800"`, `"\ud801"`, `"\u00e9"`, `"a\""`, "\"\xff\"")
	default:
		return `"` + keys[c.Pick(len(keys))] + `"`
	}
}

func (c *Choices) json(depth int) string {
	switch k := c.Pick(12); {
	case k == 0:
		return c.One("null", "true", "false")
	case k < 3:
		return c.One(numbers...)
	case k < 6 && depth > 0:
		return c.object(depth)
	case k < 8 && depth > 0:
		return c.array(depth)
	case k == 8:
		return c.One(`"h\u0069t"`, `"\ud83d\ude00"`, `"\ud83d"`, `"a\"b"`, `"a*b"`, `"a\\b"`, "\"\xff\"", `"\n"`, `"1\u002e0"`, "\"\x01\"", "\"\x7f\"", `"tru`, `01`, `-`, `1e`, `.5`, `nul`)
	default:
		return `"` + c.One("hit", "miss", "h*t", "", "1", "1.0", "1e+0", "hiit", "two words", "xhit", "hitx", "A", "é", "true") + `"`
	}
}

func (c *Choices) array(depth int) string {
	var b strings.Builder
	b.WriteString("[" + c.blank())
	for i := range c.Pick(4) {
		if i > 0 {
			b.WriteString(c.blank() + ",")
		}
		b.WriteString(c.json(depth - 1))
	}
	b.WriteString("]")
	return b.String()
}

// SeedPatterns starts the fuzz targets that take the text of a pattern.
var SeedPatterns = []string{
	``, `ERROR -"Exiting" ?a ?b %regex%`, `{ $.a = 1 }`, `{ $.a != "x*" && ($.b[0] IS NULL || $.* = %h.t%) }`,
	`{$.a=1||$.b=2&&$.c=3}`, `[ip, user, ..., status = 4* && status != 404, bytes > 1000]`, `[a,,]`, `{}`, `[]`,
	`{ $.['x.y'] = "a\"b" }`, `{ $.a[*].b NOT EXISTS }`, `- "a"`, `{ $.a <= -1.5e+3 }`, `"é"`, "{\n$.a\t=\r1 }",
}

// SeedMessages starts the fuzz targets that take the text of a message.
var SeedMessages = []string{
	``, ` `, `{}`, `{"a":1}`, `{"a":[null,{"b":2}]}`, `{"a":1,"a":{"b":"x"}}`, "\ufeff{\"a\":\"\\u0061\"} ", `{"a":1}x`,
	`127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534`, `{"a":"\ud800","a":tru}`, `[{"a":1}]`,
}

// RandomBytes returns n bytes that follow from the seed.
func RandomBytes(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.UintN(256))
	}
	return b
}
