package history

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
)

// repeated repeats unit between head and tail until there are n of it.
func repeated(head, unit, tail string, n int) io.Reader {
	const block = 1000
	units := strings.Repeat(unit, block)
	parts := []io.Reader{strings.NewReader(head)}
	for range n / block {
		parts = append(parts, strings.NewReader(units))
	}
	return io.MultiReader(append(parts, strings.NewReader(tail))...)
}

// heap is what lives on the heap now.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Reading takes the same memory however large a file is, on one line or many.
func TestRecords_MemoryDoesNotGrow(t *testing.T) {
	oneGoroutine(t)
	const n, limit = 40_000, 16 << 20 // 40 MB; windows of 2 MB a core, and lots that wait
	line := strings.Replace(examples[0], "alice", strings.Repeat("a", 500), 1)
	for name, content := range map[string]io.Reader{
		"one line of records":  repeated(`{"Records":[{}`, ","+line, "]}", n),
		"lines of records":     repeated("", line+"\n", "", n),
		"a member that is not": repeated(`{"Records":[],"x":[{}`, ","+line, "]}", n),
		"junk":                 repeated("", strings.Repeat("hello ", 100), "", n),
	} {
		in, err := Open([]string{Stdin}, Options{Stdin: content})
		if err != nil {
			t.Fatal(err)
		}
		before, most, read := heap(), uint64(0), 0
		for range in.Records() {
			if read++; read%(n/4) == 0 {
				most = max(most, heap())
			}
		}
		if most = max(most, heap()); most > before+limit {
			t.Errorf("%s: %d bytes on the heap, %d before", name, most, before)
		}
		if strings.Contains(name, "of records") && read < n {
			t.Errorf("%s: %d records", name, read)
		}
	}
}

// A value that is longer than may be does not stay in memory.
func TestRecords_TooLongTakesNoMemory(t *testing.T) {
	oneGoroutine(t)
	const limit = 100 << 10
	for name, content := range map[string]io.Reader{
		"string":        repeated(`{"x":"`, "hello ", `"}`, 1_000_000),
		"object":        repeated(`{"x":[0`, ",1", "]}", 1_000_000),
		"without end":   repeated(`{"x":[0`, ",1", "", 1_000_000),
		"a string":      repeated(`"`, "hello ", `"`, 1_000_000),
		"exported line": repeated("2024-05-01T00:00:00.000Z ", "hello ", "", 1_000_000),
		"base64":        repeated("H4sI", "AAAAAAA\n", "", 1_000_000),
		"white space":   repeated(`"x"`, "    ", "{}", 1_000_000),
		"indent":        repeated("", "    ", "{\"x\":\n{}}", 1_000_000),
	} {
		r := fileReader{limit: limit}
		readFrom(&r, content, func(cloudtrail.Record, error) bool { return true })
		if r.layers[0].w.Size() > 4*limit {
			t.Errorf("%s: window of %d bytes", name, r.layers[0].w.Size())
		}
	}
}
