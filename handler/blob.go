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

// cutData replaces the text of every member that is named data by a number: its
// place, from 1, among those that it returns. They are parts of the event.
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
		rest = strconv.AppendInt(rest, int64(len(cut)), 10)
		event = value[end+1:]
	}
}

// textEnd returns where the text without escapes ends that begins here, negative
// if there is none.
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

// UnmarshalJSON takes a text, or the number that stands for it.
func (d *blob) UnmarshalJSON(raw []byte) error {
	if n, err := strconv.Atoi(string(raw)); err == nil {
		d.index = n
		return nil
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
