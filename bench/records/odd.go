package records

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A Shape is a way of spelling records.
type Shape struct {
	Name string
	Of   func(record []byte) []byte
}

// Odd are the shapes that are measured beside records as they are. Each leaves
// what the record says as it was, but for additions that no rule asks about.
var Odd = []Shape{
	{"a policy document in a string", withPolicy},
	{"first letters of all texts as \\u escapes", unicodeEscapes},
	{"blanks between all tokens", blanks},
	{"duplicate keys, the last one counts", duplicateKeys},
	{"nested 200 levels deep", nested},
	{"a string of 16 KB", hugeString},
}

// Shaped returns records in a shape.
func Shaped(all [][]byte, s Shape) [][]byte {
	shaped := make([][]byte, len(all))
	for i, record := range all {
		shaped[i] = s.Of(record)
	}
	return shaped
}

// within puts a member at the start of a record.
func within(record []byte, member string) []byte {
	return append([]byte("{"+member+","), record[1:]...)
}

// withPolicy adds what PutRolePolicy has: JSON in a string, all its quotes
// escaped, once more in the log event.
func withPolicy(record []byte) []byte {
	document := `{"Version":"2012-10-17","Statement":[` + strings.Repeat(
		`{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::example/*"},`, 10) +
		`{"Effect":"Deny","Action":"*","Resource":"*"}]}`
	text, _ := json.Marshal(document) // a string can be encoded
	return within(record, `"policyDocument":`+string(text))
}

// unicodeEscapes spells the first letter of each key and value as an escape.
func unicodeEscapes(record []byte) []byte {
	var out bytes.Buffer
	inside := false
	for i := 0; i < len(record); i++ {
		c := record[i]
		out.WriteByte(c)
		switch {
		case inside && c == '\\':
			i++
			out.WriteByte(record[i])
		case c == '"':
			inside = !inside
			if inside && isLetter(record[i+1]) {
				i++
				fmt.Fprintf(&out, `\u%04x`, record[i])
			}
		}
	}
	return out.Bytes()
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func blanks(record []byte) []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, record, "", "  "); err != nil {
		return record
	}
	return out.Bytes()
}

// duplicateKeys puts other values before those that count.
func duplicateKeys(record []byte) []byte {
	return within(record, `"eventName":"CreateTrail","eventSource":"kms.amazonaws.com","errorCode":null,"userIdentity":{"type":"Root"}`)
}

func nested(record []byte) []byte {
	const levels = 200
	return within(record, `"nested":`+strings.Repeat(`{"a":[`, levels/2)+strings.Repeat(`]}`, levels/2))
}

func hugeString(record []byte) []byte {
	return within(record, `"huge":"`+strings.Repeat("0123456789abcdef", 1<<10)+`"`)
}
