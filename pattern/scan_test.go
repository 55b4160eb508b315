package pattern

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/internal/patterntest"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// inString returns what stands between the quotes when a message is put into a
// string of JSON.
func inString(message []byte) []byte {
	var b []byte
	for _, c := range message {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return b
}

// checkScan holds a scan to Match: what it does not refuse is the same. It
// looks at the message three times in one text, so that one call prepares the
// next.
func checkScan(t *testing.T, patterns []*Pattern, message []byte) {
	t.Helper()
	patterns = slices.DeleteFunc(slices.Clone(patterns), func(p *Pattern) bool { return p.parsed.Form != syntax.JSON })
	set := NewSet(patterns...)
	want := set.Match(message, nil)
	body := inString(message)
	text := slices.Concat([]byte(`["`), body, []byte(`","`), body, []byte(`",{},"`), body, []byte(`"]`))
	scan := set.Scan(text)
	defer scan.Close()
	scan.reader.Stretch = 1 + len(text)/2
	for _, at := range []int{2, len(body) + 5, 2*len(body) + 11} {
		got, end := scan.Match(at, []int{-7})
		switch {
		case end < 0 && !slices.Equal(got, []int{-7}):
			t.Fatalf("set of %q refuses %q and appends %v", patterns, message, got)
		case end >= 0 && end != at+len(body):
			t.Fatalf("set of %q on %q: the end is %d, want %d", patterns, message, end-at, len(body))
		case end >= 0 && !slices.Equal(got[1:], want):
			t.Fatalf("set of %q on %q within a string: %v, want %v", patterns, message, got[1:], want)
		}
	}
}

// checkScanText takes any text for the inside of a string, and what may come
// behind it. What is not refused has to be plain, and the reference has to say
// the same of it. It returns how many patterns match, -1 if the text is
// refused.
func checkScanText(t *testing.T, sources []string, text []byte, stretch int) int {
	t.Helper()
	var patterns []*Pattern
	for _, src := range sources {
		if p, err := Compile(src); err == nil && p.parsed.Form == syntax.JSON {
			patterns = append(patterns, p)
		}
	}
	set := NewSet(patterns...)
	scan := set.Scan(text)
	defer scan.Close()
	scan.reader.Stretch = stretch
	got, end := scan.Match(0, nil)
	if end < 0 || bytes.ContainsFunc(text[:end], func(r rune) bool { return r < ' ' }) {
		return -1
	}
	message := unquotedTwice(t, text[:end])
	if _, ok := reference.Object([]byte(message)); !ok {
		t.Fatalf("%q is not an object, but was read", message)
	}
	for i, p := range patterns {
		if holds := reference.Match(p.parsed, []byte(message)); holds != slices.Contains(got, i) {
			t.Fatalf("%q on %q within a string: %v, the reference says %v", p, message, !holds, holds)
		}
	}
	return len(got)
}

// unquotedTwice returns what stands in a string whose only escapes are those of
// quotes and backslashes.
func unquotedTwice(t *testing.T, body []byte) string {
	t.Helper()
	var b []byte
	for i := 0; i < len(body); i++ {
		if body[i] == '"' || body[i] == '\\' && (i+1 == len(body) || body[i+1] != '"' && body[i+1] != '\\') {
			t.Fatalf("%q is not plain, but was read", body)
		}
		if body[i] == '\\' {
			i++
		}
		b = append(b, body[i])
	}
	return string(b)
}

// FuzzScan takes patterns and the text around and within a string.
func FuzzScan(f *testing.F) {
	for _, p := range patterntest.SeedPatterns {
		for _, m := range patterntest.SeedMessages {
			f.Add(p, append(inString([]byte(m)), `","{\"a\":\"b\"}"]`...), uint8(255))
		}
	}
	f.Fuzz(func(t *testing.T, src string, text []byte, stretch uint8) {
		checkScanText(t, []string{src, `{ $.a = "hit" }`, `{ $.a NOT EXISTS }`}, text, 4*int(stretch))
	})
}

// FuzzScanBuilt builds patterns and a plain message from the bytes, and changes
// some bytes of that.
func FuzzScanBuilt(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(patterntest.RandomBytes(seed, 160))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkScanBuilt(t, data) })
}

func checkScanBuilt(t *testing.T, data []byte) int {
	t.Helper()
	c := patterntest.New(data)
	sources, message := c.Meeting()
	text := append(inString(compact(message)), `","x":"y"}`...)
	for c.Pick(3) == 1 {
		text[c.Pick(len(text))] = `"\{}[]:,1tx `[c.Pick(12)]
	}
	return checkScanText(t, sources, text, 64+8*c.Pick(256))
}

// compact takes out the blanks of a message, valid or not, so that it is plain.
func compact(message []byte) []byte { return bytes.Join(bytes.Fields(message), nil) }

func TestScan_EqualsMatch(t *testing.T) {
	const all = 6_000
	read, matched := 0, 0
	for seed := range uint64(all) {
		n := checkScanBuilt(t, patterntest.RandomBytes(seed, 200))
		read += min(1, n+1)
		matched += min(1, max(0, n))
	}
	t.Logf("%d of %d messages read, %d matched", read, all, matched)
	if read < all/6 || matched < all/50 {
		t.Errorf("%d of %d messages read, %d matched: too few to prove anything", read, all, matched)
	}
}

// Records as CloudTrail writes them are read as they stand, matched as they are
// without their string, and nothing is allocated.
func TestScan_ReadsRecords(t *testing.T) {
	set := NewSet(benchPatterns(100)...)
	records := benchRecords(t)
	var text []byte
	var places []int
	for _, record := range records {
		text = append(text, `{"message":"`...)
		places = append(places, len(text))
		text = append(append(text, inString(record)...), `"},`...)
	}
	scan := set.Scan(text)
	defer scan.Close()
	matches := 0
	for i, at := range places {
		got, end := scan.Match(at, nil)
		matches += len(got)
		if want := set.Match(records[i], nil); end < 0 || text[end] != '"' || !slices.Equal(got, want) {
			t.Errorf("record %d: %v up to %d, want %v", i, got, end, want)
		}
	}
	if matches == 0 {
		t.Error("no pattern matches any record")
	}
}

// A message may have escapes of its own; they stand twice escaped in the text.
func TestScan_ReadsEscapes(t *testing.T) {
	values := map[string]string{
		`x\"y\"`:              `x\"y\"`,
		`\\`:                  `\\`,
		`\\]`:                 `\\]`,
		`\\]]\"`:              `\\]]\"`,
		`\u0068it\/`:          `hit/`,
		`{\"a\":[\"\\\"x\"]}`: `{\"a\":[\"\\\"x\"]}`,
		`\b\f\n\r\t`:          "%^\\x08\\x0C\\n\\r\\t$%",
	}
	for value, want := range values {
		if !strings.HasPrefix(want, "%") {
			want = `"` + want + `"`
		}
		set := NewSet(MustCompile(`{ $.a = `+want+` }`), MustCompile(`{ $.a = "no" }`))
		padding := strings.Repeat("x", 2*fields.Block) // what is shorter than a block is indexed by another way
		body := inString([]byte(`{"b":{"c":"` + value + `"},"a":"` + value + `","d":"` + padding + `"}`))
		scan := set.Scan(append(body, '"'))
		if got, end := scan.Match(0, nil); end != len(body) || !slices.Equal(got, []int{0}) {
			t.Errorf("%s: %v up to %d of %d", value, got, end, len(body))
		}
		scan.Close()
	}
	for _, text := range []string{`{\"a\":\"\\"}`, `{\"a\":\"\\x\"}`, `{\"a\":\"\\u00g0\"}`, `{\"a\":\"\\\n\"}`, `{\"a\":\"\n\"}`, `{\"a\":\"\\`, `{\"a\":\"\\"",\"}`, `{\"a\":\"\\"x\"}`, `{\"a\":\x"\"}`} {
		scan := NewSet(MustCompile(`{ $.a = * }`)).Scan([]byte(text + `"`))
		if got, end := scan.Match(0, nil); end >= 0 {
			t.Errorf("%s: read as %v up to %d", text, got, end)
		}
		scan.Close()
	}
}

// Nothing of a message, and of a value that comes again, is left for the next.
func TestScan_ForgetsWhatWasBefore(t *testing.T) {
	set := NewSet(MustCompile(`{ $.a.b = "hit" }`), MustCompile(`{ $.a.b NOT EXISTS }`), MustCompile(`{ $.c = 1 }`))
	var text []byte
	messages := []string{
		`{"a":{"b":"hit"},"c":1}`, `{"d":"x"}`, `{"a":{"b":"hit"},"a":"x","d":"y"}`, `{"a":{"b":"hit"},"a":1}`, `{"a":{"b":"hit"},"a":{}}`,
		`{"a":"x","a":{"b":"hit"}}`, `{"a":{"b":"x","b":"hit","d":""}}`,
	}
	for _, m := range messages {
		text = append(append(text, inString([]byte(m))...), '"')
	}
	scan := set.Scan(text)
	defer scan.Close()
	at := 0
	for _, m := range messages {
		got, end := scan.Match(at, nil)
		if want := set.Match([]byte(m), nil); end < 0 || !slices.Equal(got, want) {
			t.Fatalf("%s: %v up to %d, want %v", m, got, end, want)
		}
		at = end + 1
	}
}

// refusals are messages that are not plain, or no JSON.
var refusals = map[string]string{
	"an escaped key":      `{"\u0061":"x"}`,
	"a blank":             `{"a": "x"}`,
	"a blank before":      ` {"a":"x"}`,
	"a wrong end":         `{"a":[1}}`,
	"another wrong end":   `{"a":{"b":1]}`,
	"a wrong end far out": `{"a":[` + strings.Repeat(`{"b":`, 64) + "1" + strings.Repeat("}", 65) + "}",
	"cut off":             `{"a":"x`,
	"deep nesting":        `{"a":` + strings.Repeat("[", 65) + strings.Repeat("]", 65) + `}`,
	"a very long string":  `{"a":"` + strings.Repeat("x", fields.UsualStretch) + `"}`,
}

func TestScan_Refuses(t *testing.T) {
	set := NewSet(MustCompile(`{ $.b NOT EXISTS }`), MustCompile(`{ $.b[0] = 1 }`))
	refusals := maps.Clone(refusals)
	refusals["a look into an array"] = `{"b":[1]}`
	refusals["a look into an object"] = `{"b":{"0":1}}`
	refusals["no object"] = `[]`
	refusals["no JSON"] = `{"a":tru}`
	refusals["no JSON behind a field"] = `{"b":1,"a":tru}`
	for name, message := range refusals {
		body := inString([]byte(strings.ReplaceAll(message, `\\`, `\`)))
		next := len(body) + 3
		text := slices.Concat(body, []byte(`","{\"plain\":1}"]`))
		scan := set.Scan(text)
		if got, end := scan.Match(0, nil); end >= 0 || got != nil {
			t.Errorf("%s: read as %v up to %d", name, got, end)
		}
		if got, end := scan.Match(next, nil); end < 0 || text[end] != '"' || !slices.Equal(got, []int{0}) {
			t.Errorf("after %s: %v up to %d", name, got, end)
		}
		scan.Close()
	}
	withTerms := NewSet(MustCompile(`hit`), MustCompile(`{ $.a = "b" }`)).Scan([]byte(`{\"a\":\"hit\"}"`))
	defer withTerms.Close()
	if _, end := withTerms.Match(0, nil); end >= 0 {
		t.Error("read for a pattern of terms")
	}
}

// Wherever a stretch ends within a message, the message is read; it is only
// refused if it is long.
func TestScan_AcrossStretches(t *testing.T) {
	message := inString([]byte(`{"a":"x","b":{"c":[1,"y\n",{"d":null}],"e":"f","g":"h","i":"j"},"k":"","l":"m","n":"o"}`))
	set := NewSet(MustCompile(`{ $.b.c NOT EXISTS }`), MustCompile(`{ $.b.i = "j" && $.n = "o" }`))
	text := bytes.Repeat(append(slices.Clone(message), '"'), 20)
	for stretch := 1; stretch < len(text); stretch++ {
		scan := set.Scan(text)
		scan.reader.Stretch = stretch
		for at := 0; at < len(text); at += len(message) + 1 {
			got, end := scan.Match(at, nil)
			refused := end < 0 && len(message) > stretch/2
			if !refused && (end != at+len(message) || !slices.Equal(got, []int{1})) {
				t.Fatalf("stretches of %d, at %d: %v up to %d", stretch, at, got, end)
			}
		}
		scan.Close()
	}
}

func TestScan_DoesNotAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("sync.Pool allocates under the race detector")
	}
	set := NewSet(benchPatterns(15)...)
	var text []byte
	for _, record := range benchRecords(t) {
		text = append(append(text, inString(record)...), '"')
	}
	dst := make([]int, 0, 16)
	if n := testing.AllocsPerRun(100, func() {
		scan := set.Scan(text)
		for at := 0; at < len(text); at++ {
			dst, at = scan.Match(at, dst[:0])
			if at < 0 {
				t.Fatal("refused")
			}
		}
		scan.Close()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
