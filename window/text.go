package window

import "unicode/utf8"

// Lengths of texts that are stored for people, in bytes.
const (
	maxGroup   = 512
	maxDisplay = 64 // names of groups in a storm, and of exceptions
)

// cut shortens s to at most n bytes without cutting a character in two.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
