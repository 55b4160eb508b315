package rawjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tidwall/gjson"
)

// MaxDepth is how deep JSON may nest. encoding/json stops at the same depth.
// CloudTrail's own records stay below 20; the limit is there because
// gjson.ValidBytes recurses and a stack overflow can't be recovered from.
const MaxDepth = 10_000

// Blanks is JSON's white space.
const Blanks = " \t\r\n"

// Check returns nil when b is one valid JSON value that nests at most MaxDepth
// deep, else what is wrong and the offset in b where it shows.
func Check(b []byte) (offset int, err error) {
	switch {
	case len(b) == 0:
		return 0, ErrEmpty
	case tooDeep(b):
		return 0, ErrDeep
	case gjson.ValidBytes(b):
		return 0, nil
	}
	var syntax *json.SyntaxError // gjson only says that it isn't valid
	if err := json.Unmarshal(b, new(json.RawMessage)); errors.As(err, &syntax) {
		return int(max(syntax.Offset-1, 0)), fmt.Errorf("%w: %w", ErrNotJSON, syntax)
	}
	return 0, ErrNotJSON
}

// CheckObject is Check for a value that must be an object, without white space
// around it.
func CheckObject(b []byte) (offset int, err error) {
	if offset, err = Check(b); err == nil && b[0] != '{' {
		err = fmt.Errorf("not a JSON object but %s", Kind(b[0]))
	}
	return offset, err
}

// Kind names a valid JSON value by its first byte.
func Kind(c byte) string {
	switch c {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	default:
		return "a number"
	}
}

// tooDeep reports whether b nests deeper than MaxDepth. b need not be valid.
func tooDeep(b []byte) bool {
	if len(b) <= MaxDepth || bytes.Count(b, []byte{'{'})+bytes.Count(b, []byte{'['}) <= MaxDepth {
		return false
	}
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// What [Check] finds wrong with a value, wrapped where there is more to say.
var (
	ErrEmpty   = errors.New("empty")
	ErrNotJSON = errors.New("not JSON")
	ErrDeep    = fmt.Errorf("JSON nests more than %d deep", MaxDepth)
)
