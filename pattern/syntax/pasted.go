package syntax

import "strings"

// pasted says what is meant if the text that comes next shows that the pattern
// was copied from somewhere else: a file in which quotes are escaped, a
// document with typographic quotes, or another language. It is "" otherwise.
func (s *source) pasted() string {
	for _, p := range pastes {
		if strings.HasPrefix(s.rest(), p.sign) {
			return p.meant
		}
	}
	return ""
}

// pastes are beginnings of text that no pattern has, and what is meant instead.
var pastes = []struct{ sign, meant string }{
	{`\"`, `the quotes are escaped, as in a JSON or Terraform file: write " for \"`},
	{`\n`, jsonBlank + `\n`},
	{`\t`, jsonBlank + `\t`},
	{`\r`, jsonBlank + `\r`},
	{"&amp;", escapedHTML},
	{"&quot;", escapedHTML},
	{"&lt;", escapedHTML},
	{"&gt;", escapedHTML},
	{"\u00a0", "this is a no-break space: write a blank"},
	{"${", placeholder},
	{"$${", placeholder},
	{"~", noTilde},
	{"!~", noTilde},
	{"“", typographic},
	{"”", typographic},
	{"„", typographic},
	{"«", typographic},
	{"»", typographic},
	{"‘", typographic},
	{"’", typographic},
	{"＂", typographic},
}

const (
	jsonBlank   = "this is an escape of a JSON or Terraform file: write a blank for "
	escapedHTML = `this is an escape of HTML: write && for &amp;&amp; and " for &quot;`
	placeholder = "this is a placeholder of a template: write its value"
	noTilde     = "there is no =~ and no !~: put a regular expression between percent signs, as in $.eventName = %^Delete%"
	typographic = `these are typographic quotes: write "`
)
