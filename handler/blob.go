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
// index. Nobody writes a number like this, and any other number in place of data
// is an error.
const mark = "-0e"

// cutData replaces the text of every member named data with a number: mark,
// followed by the text's place, from 1, among the texts that it returns. These
// are slices of the event.
func cutData(event []byte) (rest []byte, cut [][]byte) {
	key := []byte(`"data":`)
	for {
		before, value, found := bytes.Cut(event, key)
		rest = append(rest, before...)
		if !found {
			return rest, cut
		}
		rest = append(rest, key...)
		event = value
		end := textEnd(value)
		if end < 0 {
			continue
		}
		cut = append(cut, value[1:end])
		rest = strconv.AppendInt(append(rest, mark...), int64(len(cut)), 10)
		event = value[end+1:]
	}
}

// textEnd returns the end of the text that begins here, and a negative number
// if there is none, or one with escapes.
func textEnd(value []byte) int {
	if len(value) == 0 || value[0] != '"' {
		return -1
	}
	end := 1 + bytes.IndexByte(value[1:], '"')
	if end == 0 || bytes.IndexByte(value[:end], '\\') >= 0 {
		return -1
	}
	return end
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
