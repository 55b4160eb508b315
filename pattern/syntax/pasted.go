package syntax

import "strings"

// pasted says what is meant if the text that comes next shows that the pattern
// was copied from somewhere else: a file in which quotes are escaped, a
// document with typographic quotes, or another language. It is "" otherwise.
func (s *source) pasted() string {
	rest := s.rest()
	switch {
	case strings.HasPrefix(rest, `\"`):
		return `the quotes are escaped, as in a JSON or Terraform file: write " for \"`
	case strings.HasPrefix(rest, `\n`), strings.HasPrefix(rest, `\t`), strings.HasPrefix(rest, `\r`):
		return "this is an escape of a JSON or Terraform file: write a blank for " + rest[:2]
	case strings.HasPrefix(rest, "&amp;"), strings.HasPrefix(rest, "&quot;"), strings.HasPrefix(rest, "&lt;"), strings.HasPrefix(rest, "&gt;"):
		return "this is an escape of HTML: write && for &amp;&amp; and \" for &quot;"
	case strings.HasPrefix(rest, "\u00a0"):
		return "this is a no-break space: write a blank"
	case strings.HasPrefix(rest, "${"), strings.HasPrefix(rest, "$${"):
		return "this is a placeholder of a template: write its value"
	case strings.HasPrefix(rest, "~"), strings.HasPrefix(rest, "!~"):
		return "there is no =~ and no !~: put a regular expression between percent signs, as in $.eventName = %^Delete%"
	}
	for _, quote := range []string{"“", "”", "„", "«", "»", "‘", "’", "＂"} {
		if strings.HasPrefix(rest, quote) {
			return `these are typographic quotes: write "`
		}
	}
	return ""
}
