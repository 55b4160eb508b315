package group

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// A group is written as the values of its parts with separators between them. A
// missing part is written as a mark. A value that was cut is followed by a mark
// and the hash of the whole value. Both characters are escaped in values, so
// that no record can choose the group of another.
const (
	separator = '\x1f'
	mark      = '\x1e'
)

var (
	escaped   = strings.NewReplacer("%", "%25", "\x1e", "%1E", "\x1f", "%1F")
	unescaped = strings.NewReplacer("%25", "%", "%1E", "\x1e", "%1F", "\x1f")
)

// A value longer than maxValue is cut in the middle: what tells names apart is
// mostly at their ends. The name of a user or of a session, each of at most 64
// characters, is always whole.
const (
	maxValue = 512
	head     = 256
	tail     = 192
)

func encode(value string) string {
	if len(value) <= maxValue {
		return escaped.Replace(value)
	}
	sum := sha256.Sum256([]byte(value))
	return escaped.Replace(shortened(value)) + string(mark) + base64.RawURLEncoding.EncodeToString(sum[:16])
}

// shortened keeps both ends of a value, without cutting a character in two.
func shortened(value string) string {
	from, to := head, len(value)-tail
	for from > 0 && !utf8.RuneStart(value[from]) {
		from--
	}
	for to < len(value) && !utf8.RuneStart(value[to]) {
		to++
	}
	return value[:from] + "…" + value[to:]
}

func decode(text string) Value {
	if text == string(mark) {
		return Value{Missing: true}
	}
	value, _, cut := strings.Cut(text, string(mark))
	return Value{Text: unescaped.Replace(value), Cut: cut}
}
