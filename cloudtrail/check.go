package cloudtrail

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tidwall/gjson"
)

// maxDepth is how deep JSON may nest. encoding/json stops at the same depth. CloudTrail's own records stay below 20;
// the limit is there because gjson.ValidBytes recurses and a stack overflow can't be recovered from.
const maxDepth = 10_000

// blanks is JSON's white space.
const blanks = " \t\r\n"

// checkJSON returns nil when b is one valid JSON value that nests at most maxDepth deep, else what is wrong and the offset
// in b where it shows.
func checkJSON(b []byte) (offset int, err error) {
	switch {
	case len(b) == 0:
		return 0, errEmpty
	case tooDeep(b):
		return 0, errDeep
	case gjson.ValidBytes(b):
		return 0, nil
	}
	var syntax *json.SyntaxError // gjson only says that it isn't valid
	if err := json.Unmarshal(b, new(json.RawMessage)); errors.As(err, &syntax) {
		return int(max(syntax.Offset-1, 0)), fmt.Errorf("%w: %w", errNotJSON, syntax)
	}
	return 0, errNotJSON
}

// checkObject is checkJSON for a value that must be an object, without white space around it.
func checkObject(b []byte) (offset int, err error) {
	if offset, err = checkJSON(b); err == nil && b[0] != '{' {
		err = fmt.Errorf("not a JSON object but %s", kind(b[0]))
	}
	return offset, err
}

// kind names a valid JSON value by its first byte.
func kind(c byte) string {
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

// tooDeep reports whether b nests deeper than maxDepth. b need not be valid.
func tooDeep(b []byte) bool {
	if len(b) <= maxDepth || bytes.Count(b, []byte{'{'})+bytes.Count(b, []byte{'['}) <= maxDepth {
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
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

var (
	errEmpty   = errors.New("empty")
	errNotJSON = errors.New("not JSON")
	errDeep    = fmt.Errorf("JSON nests more than %d deep", maxDepth)
)
