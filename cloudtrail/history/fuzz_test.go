package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"trailnotify/cloudtrail"
)

// Every group of forms has a target that begins with contents of that group.
// All of them hold the same promises, see checkContent.

func FuzzRecords(f *testing.F) {
	for _, content := range shapes(f) {
		f.Add([]byte(content))
		f.Add([]byte(content[:len(content)/2]))
	}
	for _, s := range []string{"", "[[[[[[[[[[[[", `{"Records":[{"Records":[`, "{\"a\":\n{\"a\":\n{", "\"\n{\"\n", "]}", "H4sI\nH4sI", "2024-05-01T", `"\u`, "\xef\xbb\xbf\xff\xfe"} {
		f.Add([]byte(s))
	}
	f.Fuzz(checkContent)
}

// FuzzForms begins with wrappers: of Lambda, of queries, of other tools.
func FuzzForms(f *testing.F) {
	for name, content := range wrappers() {
		if strings.HasPrefix(content, "{") || strings.HasPrefix(content, "[") {
			f.Add([]byte(content))
		} else if name == "" {
			f.Fatal("a wrapper without a name")
		}
	}
	f.Add([]byte(`{"awslogs":{"data":"eyJldmVudE5hbWUiOiJTIn0gICAgIA!"}}`))
	f.Fuzz(checkContent)
}

// FuzzTables begins with CSV and with lines that have something before a
// record.
func FuzzTables(f *testing.F) {
	for name, content := range wrappers() {
		if strings.Contains(name, "CSV") || strings.Contains(name, "TSV") || strings.Contains(name, "sys") || strings.Contains(name, "text") {
			f.Add([]byte(content))
		}
	}
	f.Add([]byte("a,b\n\"{\"\""))
	f.Fuzz(checkContent)
}

// FuzzLayers begins with archives and compressed data.
func FuzzLayers(f *testing.F) {
	all := wrappers()
	for _, name := range []string{"tar", "zip", "zstd"} {
		f.Add([]byte(all[name]))
		f.Add(compress(f, []byte(all[name])))
	}
	f.Add(must(os.ReadFile("testdata/pair.jsonl.bz2")))
	f.Fuzz(checkContent)
}

// checkContent reads content in several ways: in whatever pieces it comes, with
// and without looking at records where they stand, the same comes out. A
// consumer that stops is left alone.
func checkContent(t *testing.T, content []byte) {
	readFuzzed(t, bytes.NewReader(content), 16) // almost everything is too long
	whole := readFuzzed(t, bytes.NewReader(content), maxValue)
	slow := readFuzzedBy(t, &fileReader{limit: maxValue, slow: true}, bytes.NewReader(content))
	if whole != slow {
		t.Errorf("read in place:\n%s\nread by the stream:\n%s", whole, slow)
	}
	pieces := readFuzzed(t, iotest.OneByteReader(bytes.NewReader(content)), maxValue)
	if whole != pieces {
		t.Errorf("read at once:\n%s\nread by single bytes:\n%s", whole, pieces)
	}
	for stop := range min(4, strings.Count(whole, "\n")) {
		steps := 0
		readFrom(&fileReader{limit: maxValue}, bytes.NewReader(content), func(cloudtrail.Record, error) bool {
			steps++
			return steps <= stop
		})
		if steps != stop+1 {
			t.Errorf("a consumer that stops after %d steps was called %d times", stop+1, steps)
		}
	}
}

// readFuzzed reads content, checks each step, and says what was read.
func readFuzzed(t *testing.T, content io.Reader, limit int) string {
	return readFuzzedBy(t, &fileReader{limit: limit}, content)
}

func readFuzzedBy(t *testing.T, r *fileReader, content io.Reader) string {
	var said bytes.Buffer
	last := 0
	readFrom(r, content, func(rec cloudtrail.Record, err error) bool {
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
