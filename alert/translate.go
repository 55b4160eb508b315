package alert

import (
	"regexp"
	"strconv"
	"strings"

	"trailnotify/pattern"
)

// translate says a pattern in the query language of CloudWatch Logs Insights.
// What can't be said is taken to hold and returned as its source, so that the
// query finds all that the pattern matches; "" finds everything.
//
// The languages differ where a field is missing: != is false of it in a pattern
// and true in a query, which therefore asks ispresent() too. Booleans are 1 and
// 0 in a query.
func translate(p *pattern.Pattern) (condition string, left []string) {
	root, ok := p.Tree()
	if !ok {
		return "", []string{p.String()}
	}
	t := &translator{}
	return t.node(root).text, t.left
}

// A translator collects what it can't say.
type translator struct{ left []string }

// said is a condition of a query; its text is "" where it asks for nothing.
type said struct {
	text string
	op   string // "and" or "or" when it is made of parts
}

// within puts a condition in parentheses where it stands between others.
func (s said) within(op string) string {
	if s.op != "" && s.op != op {
		return "(" + s.text + ")"
	}
	return s.text
}

func (t *translator) node(n pattern.Node) said {
	switch n.Kind {
	case pattern.All:
		var parts []said
		for _, p := range n.Parts {
			if s := t.node(p); s.text != "" {
				parts = append(parts, s)
			}
		}
		return join("and", parts)
	case pattern.Any:
		return t.any(n)
	}
	text, ok := comparison(n)
	if n.Kind == pattern.Term {
		text, ok = term(n)
	}
	if !ok {
		t.left = append(t.left, n.Source)
		return said{}
	}
	if n.Operator == "!=" {
		return said{text, "and"}
	}
	return said{text: text}
}

// any joins alternatives. One that can't be said makes them all idle.
func (t *translator) any(n pattern.Node) said {
	var parts []said
	for i := 0; i < len(n.Parts); i++ {
		if field, values := equalities(n.Parts[i:]); len(values) > 1 {
			parts = append(parts, said{text: field + " in [" + strings.Join(values, ",") + "]"})
			i += len(values) - 1
			continue
		}
		s := t.node(n.Parts[i])
		if s.text == "" {
			return said{}
		}
		parts = append(parts, s)
	}
	return join("or", parts)
}

func join(op string, parts []said) said {
	if len(parts) == 1 {
		return parts[0]
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.within(op)
	}
	return said{strings.Join(texts, " "+op+" "), op}
}

// equalities are the first of the nodes as long as each compares one and the
// same field with a text.
func equalities(nodes []pattern.Node) (field string, values []string) {
	for _, n := range nodes {
		if n.Kind != pattern.Comparison || n.Operator != "=" || n.Value.Kind != pattern.Text || len(n.Value.Text) != 1 {
			break
		}
		name, ok := fieldName(n.Selector.Steps())
		value, sayable := quoted(n.Value.Text[0])
		if !ok || !sayable || field != "" && name != field {
			break
		}
		field, values = name, append(values, value)
	}
	return field, values
}

// comparison says a condition on a field; ok is false where a query can't.
func comparison(n pattern.Node) (text string, ok bool) {
	field, ok := fieldName(n.Selector.Steps())
	if !ok {
		return "", false
	}
	switch n.Operator {
	case "IS TRUE":
		return field + " = 1", true
	case "IS FALSE":
		return field + " = 0", true
	case "IS NULL":
		return "", false
	case "NOT EXISTS":
		return "not ispresent(" + field + ")", true
	case "=":
		return equal(field, n.Value, false)
	case "!=":
		text, ok = equal(field, n.Value, true)
		if !ok {
			return "", false
		}
		return "ispresent(" + field + ") and " + text, true
	default:
		return field + " " + n.Operator + " " + n.Value.Text[0], true
	}
}

// equal says = or !=, by what the value is.
func equal(field string, value pattern.Literal, not bool) (text string, ok bool) {
	sign, like := " = ", " like "
	if not {
		sign, like = " != ", " not like "
	}
	switch {
	case value.Kind == pattern.Regex:
		return field + like + slashed(value.Regex), true
	case value.Kind == pattern.Number:
		return field + sign + value.Text[0], true
	case len(value.Text) == 1:
		literal, ok := quoted(value.Text[0])
		return field + sign + literal, ok
	case strings.Join(value.Text, "") == "" && !not:
		return "ispresent(" + field + ")", true
	default:
		return field + like + slashed(wildcards(value.Text)), isPlain(strings.Join(value.Text, ""))
	}
}

// term says that a text occurs in the message, or that it does not.
func term(n pattern.Node) (text string, ok bool) {
	like := "@message like "
	if n.Excluded {
		like = "@message not like "
	}
	if n.Value.Kind == pattern.Regex {
		return like + slashed(n.Value.Regex), true
	}
	literal, ok := quoted(n.Value.Text[0])
	if !ok || n.Value.Text[0] == "" {
		return "", ok
	}
	return like + literal, true
}

// wildcards is the regular expression of a text that was cut at its wildcards.
// A wildcard at an end is an anchor that is not there.
func wildcards(parts []string) string {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = regexp.QuoteMeta(p)
	}
	return strings.TrimSuffix(strings.TrimPrefix("^"+strings.Join(escaped, ".*")+"$", "^.*"), ".*$")
}

// slashed writes a regular expression between slashes; those in it are escaped
// where they are not already.
func slashed(expression string) string {
	var b strings.Builder
	b.WriteByte('/')
	escaped := false
	for _, c := range []byte(expression) {
		if c == '/' && !escaped {
			b.WriteByte('\\')
		}
		escaped = c == '\\' && !escaped
		b.WriteByte(c)
	}
	b.WriteByte('/')
	return b.String()
}

// quoted writes a text as a string; ok is false where it has characters that a
// query can't.
func quoted(s string) (literal string, ok bool) {
	if !isPlain(s) {
		return "", false
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`, true
}

var plainField = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// fieldName names a field as Logs Insights discovers it in JSON: keys and
// indexes with dots between them, in backticks where a key has other signs than
// letters and digits. ok is false for a wildcard and for a key with a dot or a
// backtick in it.
func fieldName(steps []pattern.Step) (name string, ok bool) {
	var parts []string
	ticks := false
	for _, s := range steps {
		switch {
		case s.Kind == pattern.ToEach || strings.ContainsAny(s.Key, ".`") || !isPlain(s.Key):
			return "", false
		case s.Kind == pattern.ToElement:
			parts = append(parts, strconv.Itoa(s.Index))
		default:
			parts = append(parts, s.Key)
			ticks = ticks || !plainField.MatchString(s.Key)
		}
	}
	name = strings.Join(parts, ".")
	if ticks {
		name = "`" + name + "`"
	}
	return name, name != ""
}
