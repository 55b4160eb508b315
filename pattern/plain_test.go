package pattern

import (
	"bytes"
	"slices"
	"testing"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/internal/patterntest"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// checkPlain holds a scan of records that stand behind each other to Match. It
// returns how many patterns match, -1 if the record is refused.
func checkPlain(t *testing.T, sources []string, record []byte) int {
	t.Helper()
	var patterns []*Pattern
	for _, src := range sources {
		if p, err := Compile(src); err == nil && p.Syntax().Form == syntax.JSON {
			patterns = append(patterns, p)
		}
	}
	want := NewSet(patterns...).Match(record, nil)
	text := slices.Concat([]byte("[ "), record, []byte(","), record, []byte("\n"), record, []byte(" x"))
	scan := NewPlain(patterns, "a", "eventName").Scan(text)
	defer scan.Close()
	read := -1
	for _, at := range []int{2, len(record) + 3, 2*len(record) + 4} {
		got, end := scan.Match(at, []int{-7})
		if end < 0 {
			if !slices.Equal(got, []int{-7}) {
				t.Fatalf("%q refuses %q and appends %v", sources, record, got)
			}
			continue
		}
		read = len(got) - 1
		whole := text[at:end]
		if _, ok := reference.Object(whole); !ok {
			t.Fatalf("%q is not an object, but was read", whole)
		}
		if !bytes.Equal(whole, record) {
			want = NewSet(patterns...).Match(whole, nil) // the text of a fuzzer ended earlier
		}
		if !slices.Equal(got[1:], want) {
			t.Fatalf("%q on %q: %v, want %v", sources, whole, got[1:], want)
		}
		checkNotes(t, scan, whole)
	}
	return read
}

// checkNotes holds what was noted of a record to what selectors say.
func checkNotes(t *testing.T, scan *PlainScan, record []byte) {
	t.Helper()
	for i, key := range []string{"a", "eventName"} {
		selector, err := ParseSelector("$." + key)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := selector.Value(record)
		if text, ok := scan.Text(i); ok && string(text) != want {
			t.Fatalf("%s of %q: %q, want %q", key, record, text, want)
		}
	}
}

// FuzzPlain takes any text for records.
func FuzzPlain(f *testing.F) {
	for _, p := range patterntest.SeedPatterns {
		for _, m := range patterntest.SeedMessages {
			f.Add(p, []byte(m))
		}
	}
	f.Fuzz(func(t *testing.T, src string, record []byte) {
		checkPlain(t, []string{src, `{ $.a = "hit" }`, `{ $.a NOT EXISTS }`}, record)
	})
}

// FuzzPlainBuilt builds patterns and a record from the bytes, and changes some
// bytes of that.
func FuzzPlainBuilt(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(patterntest.RandomBytes(seed, 160))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkPlainBuilt(t, data) })
}

func checkPlainBuilt(t *testing.T, data []byte) int {
	t.Helper()
	c := patterntest.New(data)
	sources, message := c.Meeting()
	record := compact(message)
	for len(record) > 0 && c.Pick(3) == 1 {
		record[c.Pick(len(record))] = "\"\\{}[]:,1tx #\n"[c.Pick(14)]
	}
	return checkPlain(t, sources, record)
}

func TestPlain_EqualsMatch(t *testing.T) {
	const all = 6_000
	read, matched := 0, 0
	for seed := range uint64(all) {
		n := checkPlainBuilt(t, patterntest.RandomBytes(seed, 200))
		read += min(1, n+1)
		matched += min(1, max(0, n))
	}
	t.Logf("%d of %d records read, %d matched", read, all, matched)
	if read < all/6 || matched < all/50 {
		t.Errorf("%d of %d records read, %d matched: too few to prove anything", read, all, matched)
	}
}

// Records longer than what is indexed at a time are read all the same.
func TestPlain_LongRecords(t *testing.T) {
	for _, n := range []int{fields.PlainStretch - 30, fields.PlainStretch, 3 * fields.PlainStretch} {
		record := slices.Concat([]byte(`{"x":"`), bytes.Repeat([]byte("y"), n), []byte(`","a":"hit"}`))
		if got := checkPlain(t, []string{`{ $.a = "hit" }`}, record); got != 1 {
			t.Errorf("%d bytes: %d matches", len(record), got)
		}
	}
}

func TestPlain_ReadsWhatHasBlanks(t *testing.T) {
	for _, record := range []string{`{"a": "hit"}`, `{ "a":"hit"}`, "{\"a\":\"hit\"\n}", `{"b" : [1, {"c": "}"}], "a":"hit"}`} {
		if got := checkPlain(t, []string{`{ $.a = "hit" }`}, []byte(record)); got != 1 {
			t.Errorf("%q: %d matches", record, got)
		}
	}
}

// A pattern that looks into an array is not a reason to take a record out.
func TestPlain_PatternsThatLookInside(t *testing.T) {
	if got := checkPlain(t, []string{`{ $.a[0] = "hit" }`, `{ $.a[1] = "hit" }`}, []byte(`{"a":["hit","x"]}`)); got != 1 {
		t.Errorf("%d matches", got)
	}
}

func TestPlain_Refuses(t *testing.T) {
	for _, record := range []string{"{\"a\":\"h\nit\"}", `{"a":"hit"`, `{"a":"hit",}`, `{"a"}`, `["a"]`, `"a"`, ``} {
		if got := checkPlain(t, []string{`{ $.a = "hit" }`}, []byte(record)); got >= 0 {
			t.Errorf("%q was read", record)
		}
	}
}

func BenchmarkPlain(b *testing.B) {
	records := benchRecords(b)
	text := bytes.Join(records, []byte("\n"))
	plain := NewPlain(benchPatterns(16), "eventName", "eventSource", "eventTime", "userIdentity")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		scan := plain.Scan(text)
		var dst []int
		for at := 0; at < len(text); at++ {
			if dst, at = scan.Match(at, dst[:0]); at < 0 {
				b.Fatal("a record was refused")
			}
		}
		scan.Close()
	}
}
