package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"trailnotify/cloudtrail"
)

func FuzzRecords(f *testing.F) {
	for _, content := range shapes(f) {
		f.Add([]byte(content))
		f.Add([]byte(content[:len(content)/2]))
	}
	for _, s := range []string{"", "[[[[[[[[[[[[", `{"Records":[{"Records":[`, "{\"a\":\n{\"a\":\n{", "\"\n{\"\n", "]}", "H4sI\nH4sI", "2024-05-01T", `"\u`, "\xef\xbb\xbf\xff\xfe"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		readFuzzed(t, bytes.NewReader(content), 16) // almost everything is too long
		whole := readFuzzed(t, bytes.NewReader(content), maxValue)
		pieces := readFuzzed(t, iotest.OneByteReader(bytes.NewReader(content)), maxValue)
		if whole != pieces {
			t.Errorf("read at once:\n%s\nread by single bytes:\n%s", whole, pieces)
		}
	})
}

// readFuzzed reads content, checks each step, and says what was read.
func readFuzzed(t *testing.T, content io.Reader, limit int) string {
	var said bytes.Buffer
	last := 0
	r := fileReader{limit: limit}
	readFrom(&r, content, func(rec cloudtrail.Record, err error) bool {
		if err == nil {
			if !json.Valid(rec.JSON) || rec.JSON[0] != '{' {
				t.Errorf("no JSON object: %q", rec.JSON)
			}
			if rec.Place.N <= last {
				t.Errorf("record at %v after %d", rec.Place, last)
			}
			last = rec.Place.N
			rec.Time()
			said.WriteString(rec.Place.String() + " " + rec.Key() + "\n")
			return true
		}
		if rec.JSON != nil {
			t.Errorf("error %v with record %q", err, rec.JSON)
		}
		fault := asFault(err)
		if n := fault.Place.N; n < last && n != 0 && !errors.As(err, new(*Foreign)) {
			t.Errorf("fault at %v after %d", fault.Place, last)
		}
		said.WriteString(err.Error() + "\n")
		last = max(last, fault.Place.N)
		return true
	})
	return said.String()
}
