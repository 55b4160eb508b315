package pattern

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// checkEqual holds the fast evaluator to the reference, for each pattern alone
// and for all as a set, with used scratch too.
func checkEqual(t *testing.T, sources []string, message []byte) {
	t.Helper()
	var patterns []*Pattern
	for _, src := range sources {
		if p, err := Compile(src); err == nil {
			patterns = append(patterns, p)
		}
	}
	set := NewSet(patterns...)
	cut := message[:max(0, len(message)-1)]
	for _, m := range [][]byte{message, cut, message} {
		var want []int
		for i, p := range patterns {
			holds := referenceMatch(p, m)
			if got := p.Match(m); got != holds {
				t.Fatalf("%q on %q: match %v, the reference says %v", p, m, got, holds)
			}
			if holds {
				want = append(want, i)
			}
		}
		if got := set.Match(m, nil); !slices.Equal(got, want) {
			t.Fatalf("set of %q on %q: %v, the reference says %v", patterns, m, got, want)
		}
		checkScan(t, patterns, m)
	}
}

// seedPatterns and seedMessages start the fuzz targets that take text.
var seedPatterns = []string{
	``, `ERROR -"Exiting" ?a ?b %regex%`, `{ $.a = 1 }`, `{ $.a != "x*" && ($.b[0] IS NULL || $.* = %h.t%) }`,
	`{$.a=1||$.b=2&&$.c=3}`, `[ip, user, ..., status = 4* && status != 404, bytes > 1000]`, `[a,,]`, `{}`, `[]`,
	`{ $.['x.y'] = "a\"b" }`, `{ $.a[*].b NOT EXISTS }`, `- "a"`, `{ $.a <= -1.5e+3 }`, `"é"`, "{\n$.a\t=\r1 }",
}

var seedMessages = []string{
	``, ` `, `{}`, `{"a":1}`, `{"a":[null,{"b":2}]}`, `{"a":1,"a":{"b":"x"}}`, "\ufeff{\"a\":\"\\u0061\"} ", `{"a":1}x`,
	`127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534`, `{"a":"\ud800","a":tru}`, `[{"a":1}]`,
}

// FuzzEqual takes patterns and messages as text.
func FuzzEqual(f *testing.F) {
	for _, p := range seedPatterns {
		for _, m := range seedMessages {
			f.Add(p, []byte(m))
		}
	}
	f.Fuzz(func(t *testing.T, src string, message []byte) {
		checkEqual(t, []string{src, `{ $.a = "hit" }`, `{ $.a NOT EXISTS }`}, message)
	})
}

// FuzzEqualBuilt builds patterns and a message from the bytes.
func FuzzEqualBuilt(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(randomBytes(seed, 160))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkBuilt(t, data) })
}

func checkBuilt(t *testing.T, data []byte) {
	sources, message := (&choices{data}).meeting()
	checkEqual(t, sources, message)
}

func randomBytes(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.UintN(256))
	}
	return b
}

// TestMatch_EqualsReference is a part of FuzzEqualBuilt that every run does.
func TestMatch_EqualsReference(t *testing.T) {
	for seed := range uint64(3_000) {
		checkBuilt(t, randomBytes(seed, 200))
	}
}

// sameMeaning ignores where things stand and how they were spelled.
var sameMeaning = []cmp.Option{
	cmp.AllowUnexported(expr{}, condition{}, Selector{}, step{}, literal{}, decimal{}, term{}, slot{}),
	cmpopts.IgnoreTypes(span{}),
	cmpopts.IgnoreFields(expr{}, "parens"),
	cmpopts.IgnoreFields(condition{}, "lower"),
	cmpopts.IgnoreFields(Selector{}, "odd"),
	cmpopts.IgnoreFields(literal{}, "re"),
	cmpopts.IgnoreFields(term{}, "re", "apart"),
}

// checkPrint holds that a pattern, printed and parsed, is the same pattern.
func checkPrint(t *testing.T, src string, message []byte) {
	t.Helper()
	p, err := Compile(src)
	if err != nil {
		if err.Error() == "" || !strings.Contains(err.Error(), "^") {
			t.Fatalf("%q: the error points nowhere: %q", src, err)
		}
		return
	}
	printed := p.Canonical()
	again, err := parseAny(printed)
	if err != nil {
		t.Fatalf("%q prints as %q, which is no pattern: %v", src, printed, err)
	}
	for _, diff := range []string{
		cmp.Diff(p.expr, again.expr, sameMeaning...),
		cmp.Diff(p.terms, again.terms, sameMeaning...),
		cmp.Diff(p.slots, again.slots, sameMeaning...),
	} {
		if diff != "" {
			t.Fatalf("%q prints as %q, another pattern:\n%s", src, printed, diff)
		}
	}
	if twice := again.Canonical(); twice != printed {
		t.Fatalf("%q prints as %q and then as %q", src, printed, twice)
	}
	if a, b := p.Match(message), NewSet(again).Match(message, nil) != nil; a != b {
		t.Fatalf("%q matches %v, printed as %q %v", src, a, printed, b)
	}
}

// FuzzPrint takes a pattern as text.
func FuzzPrint(f *testing.F) {
	for _, p := range seedPatterns {
		f.Add(p, []byte(`{"a":1}`))
	}
	f.Fuzz(checkPrint)
}

// FuzzPrintBuilt builds the pattern from the bytes.
func FuzzPrintBuilt(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(randomBytes(seed, 120))
	}
	f.Fuzz(checkPrintBuilt)
}

func checkPrintBuilt(t *testing.T, data []byte) {
	sources, message := (&choices{data}).meeting()
	checkPrint(t, sources[0], message)
}

func TestCanonical_IsTheSamePattern(t *testing.T) {
	for seed := range uint64(400) {
		checkPrintBuilt(t, randomBytes(seed, 120))
	}
}
