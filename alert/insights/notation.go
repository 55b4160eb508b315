package insights

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"trailnotify/pattern/syntax"
)

// isShowable reports whether the editor of Logs Insights can show a text:
// UTF-8 without control characters and the like.
func isShowable(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
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
	if !isShowable(s) {
		return "", false
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`, true
}

var plainField = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// fieldName names a field as Logs Insights discovers it in JSON: keys and
// indexes with dots between them, in backticks where a key has other signs than
// letters and digits. ok is false for a wildcard and for a key with a dot or a
// backtick in it.
func fieldName(steps []syntax.Step) (name string, ok bool) {
	var parts []string
	ticks := false
	for _, s := range steps {
		switch {
		case s.Kind == syntax.ToEach || strings.ContainsAny(s.Key, ".`") || !isShowable(s.Key):
			return "", false
		case s.Kind == syntax.ToElement:
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
