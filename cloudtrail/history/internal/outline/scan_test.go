package outline

import (
	"strings"
	"testing"
	"testing/iotest"

	"trailnotify/cloudtrail/history/internal/buffer"
)

func TestScan_Object(t *testing.T) {
	for content, want := range map[string]struct {
		how Outcome
		end int // from the start of content
	}{
		`{"a":"}"} x`:                     {Complete, 9},
		`{"a":[{"b":1}]},`:                {Complete, 15},
		`{"a":"\"}"}`:                     {Complete, 11},
		`{"a":[1}`:                        {Complete, 8}, // a bracket without an end of its own
		`{"Records":[{"a":1}]}`:           {Container, 12},
		`{"hits":{"hits":[{"a":1}]}}`:     {Container, 17},
		`{"x":{"hits":[{"a":1}]}}`:        {Complete, 24},
		`{"data":[1,2]}`:                  {Complete, 14}, // a common key, but no records
		`{"eventName":"x","Records":[1]}`: {Complete, 31}, // a record itself
		`{"messageType":"CONTROL_MESSAGE","logEvents":[{}]}`: {Complete, 50},
		`{"a":1 {"b":2}`:        {Cut, 7},
		`{"a":1]`:               {Cut, 6},
		"{\"a\":\"x\n{\"b\":2}": {CutLine, 8},
		"{\"a\":1\n{\"b\":2}":   {CutLine, 7},
		`{"a":{"b":`:            {Ended, 10},
		`{"a":"b`:               {Ended, 7},
	} {
		for _, way := range []string{"at once", "by single bytes"} {
			w := buffer.New(strings.NewReader(content))
			if way != "at once" {
				w = buffer.New(iotest.OneByteReader(strings.NewReader(content)))
			}
			v := &Scan{Window: &w, Limit: 1 << 10, Kept: true}
			v.Mark.Note('{', 0, 0)
			w.Has(1)
			if how := v.Object(); how != want.how || v.End != want.end {
				t.Errorf("%q, %s: outcome %d at %d, want %d at %d", content, way, how, v.End, want.how, want.end)
			}
		}
	}
}

// A record without an end is left at the first line that begins like it, and at
// the last one where there are many.
func TestScan_Next(t *testing.T) {
	const start, line = `{"a":[`, "\n{\"b\":1},"
	for lines, want := range map[int]int{1: 7, 2: 7, maxResumes: 7, maxResumes + 1: len(start) + maxResumes*len(line) + 1} {
		w := buffer.New(strings.NewReader(start + strings.Repeat(line, lines)))
		v := &Scan{Window: &w, Limit: 1 << 10, Kept: true}
		v.Mark.Note('{', 0, 0)
		w.Has(1)
		how := v.Object()
		if at, begins := v.Next(how); how != Ended || at != want || !begins {
			t.Errorf("%d lines: outcome %d, next value at %d (begins one: %v), want it at %d", lines, how, at, begins, want)
		}
	}
}

// What is longer than the limit is not kept in memory.
func TestScan_Long(t *testing.T) {
	content := `{"a":"` + strings.Repeat("x", 300<<10) + `"}`
	w := buffer.New(iotest.OneByteReader(strings.NewReader(content)))
	v := &Scan{Window: &w, Limit: 100, Kept: true}
	w.Has(1)
	if how := v.Object(); how != Complete || v.Kept {
		t.Errorf("outcome %d, kept %v", how, v.Kept)
	}
	if at := int(w.Offset) + v.End; at != len(content) {
		t.Errorf("ended at %d, want %d", at, len(content))
	}
	if w.Size() > 2*buffer.Min {
		t.Errorf("a buffer of %d bytes", w.Size())
	}
}

// A mark is set anew further in and less indented, and not further out.
func TestMark_Note(t *testing.T) {
	var m Mark
	for _, step := range []struct {
		first         byte
		indent, depth int
		want          Mark
	}{
		{'{', 4, 1, Mark{1, true, 4, '{'}},
		{'{', 8, 1, Mark{1, true, 4, '{'}},
		{'"', 2, 1, Mark{1, true, 4, '{'}},
		{'{', 2, 1, Mark{1, true, 2, '{'}},
		{'"', 6, 2, Mark{2, true, 6, '"'}},
		{'{', maxIndent + 1, 3, Mark{2, true, 6, '"'}},
	} {
		if m.Note(step.first, step.indent, step.depth); m != step.want {
			t.Errorf("%c at %d, depth %d: %+v, want %+v", step.first, step.indent, step.depth, m, step.want)
		}
	}
}
