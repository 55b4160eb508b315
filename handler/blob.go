package handler

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// blob is base64, which makes up nearly all of an event. Decoding it with the
// rest would take as long as decompressing it, so it is cut out before.
type blob struct {
	text  []byte
	index int // in what was cut out, from 1; 0 if text was not
}

// mark begins the number that replaces what was cut out; its exponent is the
// index. Nobody writes a number like this, and any other number in place of
// data is an error.
const mark = "-0e"

// cutData replaces the text of every member named data with a number: mark,
// followed by the text's place, from 1, among the texts that it returns. These
// are slices of the event. Members of JSON that is itself inside a string, as
// an event is in an SQS message, are replaced likewise, since base64 needs no
// escapes.
func cutData(event []byte) (rest []byte, cut [][]byte) {
	for {
		before, value, found := bytes.Cut(event, dataKey)
		rest = append(rest, before...)
		if !found {
			return rest, cut
		}
		rest = append(rest, dataKey...)
		colon, quote := plainColon, plainQuote
		if bytes.HasPrefix(value, escapedColon) {
			colon, quote = escapedColon, escapedQuote
		}
		event = value
		text, after, ok := textOf(value, colon, quote)
		if !ok {
			continue
		}
		cut = append(cut, text)
		rest = append(append(rest, colon...), mark...)
		rest = strconv.AppendInt(rest, int64(len(cut)), 10)
		event = after
	}
}

// What is around the text of a member, by itself and inside a string.
var (
	dataKey      = []byte(`"data`)
	plainColon   = []byte(`":`)
	escapedColon = []byte(`\":`)
	plainQuote   = []byte(`"`)
	escapedQuote = []byte(`\"`)
)

// textOf finds the text that begins after a colon, and what comes after it. ok
// is false if there is none, or one with escapes.
func textOf(value, colon, quote []byte) (text, after []byte, ok bool) {
	value, ok = bytes.CutPrefix(value, colon)
	if !ok {
		return nil, nil, false
	}
	value, ok = bytes.CutPrefix(value, quote)
	if !ok {
		return nil, nil, false
	}
	end := bytes.IndexByte(value, '"') - (len(quote) - 1)
	if end < 0 || !bytes.HasPrefix(value[end:], quote) || bytes.IndexByte(value[:end], '\\') >= 0 {
		return nil, nil, false
	}
	return value[:end], value[end+len(quote):], true
}

// UnmarshalJSON takes a text, or the number that replaces it.
func (d *blob) UnmarshalJSON(raw []byte) error {
	if index, ok := bytes.CutPrefix(raw, []byte(mark)); ok {
		n, err := strconv.Atoi(string(index))
		d.index = n
		return err
	}
	var text string
	err := json.Unmarshal(raw, &text)
	d.text = []byte(text)
	return err
}

// restore puts a text back that was cut out.
func (d *blob) restore(cut [][]byte) {
	if d.index > 0 && d.index <= len(cut) {
		d.text = cut[d.index-1]
	}
}
