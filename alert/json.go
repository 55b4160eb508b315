package alert

import (
	"encoding/json"
	"strings"
)

// JSON is the machine form: one object on one line, without a final line break.
// Its texts are exact. In the encoding < > & are escaped, so that a program
// that shows the line in place of reading it finds no mention and no tag there.
func (a Alert) JSON() []byte { return mustEncode(json.Marshal(a)) }

// JSON is the notification in the form that is published. Its < > & are our own
// markup and not escaped: notifications are nested in messages, and each level
// would double the escapes.
func (c Chat) JSON() []byte { return mustEncode(marshal(c)) }

// mustEncode takes the result of encoding a message. Strings, numbers, and
// times in the years 1 to 9999 always encode.
func mustEncode(encoded []byte, err error) []byte {
	if err != nil {
		panic("alert: encoding: " + err.Error())
	}
	return encoded
}

// marshal encodes without the escapes that only HTML needs.
func marshal(v any) ([]byte, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}
