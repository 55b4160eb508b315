package pattern

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"trailnotify/pattern/internal/patterntest"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
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
			holds := reference.Match(p.parsed, m)
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

// FuzzEqual takes patterns and messages as text.
func FuzzEqual(f *testing.F) {
	for _, p := range patterntest.SeedPatterns {
		for _, m := range patterntest.SeedMessages {
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
		f.Add(patterntest.RandomBytes(seed, 160))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkBuilt(t, data) })
}

func checkBuilt(t *testing.T, data []byte) {
	sources, message := patterntest.New(data).Meeting()
	checkEqual(t, sources, message)
}

// TestMatch_EqualsReference is a part of FuzzEqualBuilt that every run does.
func TestMatch_EqualsReference(t *testing.T) {
	for seed := range uint64(3_000) {
		checkBuilt(t, patterntest.RandomBytes(seed, 200))
	}
}

// sameMeaning ignores where things stand and how they were spelled.
var sameMeaning = []cmp.Option{
	cmp.AllowUnexported(syntax.Decimal{}),
	cmpopts.IgnoreTypes(syntax.Span{}),
	cmpopts.IgnoreFields(syntax.Pattern{}, "Source"),
	cmpopts.IgnoreFields(syntax.Expr{}, "Parenthesized"),
	cmpopts.IgnoreFields(syntax.Condition{}, "LowerCase"),
	cmpopts.IgnoreFields(syntax.Selector{}, "Unusual"),
	cmpopts.IgnoreFields(syntax.Literal{}, "Regex"),
	cmpopts.IgnoreFields(syntax.Term{}, "Regex", "Apart"),
}

// checkPrint checks that a pattern, printed and parsed, is the same pattern.
func checkPrint(t *testing.T, src string, message []byte) {
	t.Helper()
	p, err := Compile(src)
	if err != nil {
		if err.Error() == "" || !strings.Contains(err.Error(), "^") {
			t.Fatalf("%q: the error points nowhere: %q", src, err)
		}
		return
	}
	printed := p.Syntax().Canonical()
	if utf8.RuneCountInString(printed) > syntax.MaxLength {
		return // a canonical pattern can be longer than its source
	}
	again, err := syntax.Parse(printed)
	if err != nil {
		t.Fatalf("%q prints as %q, which is not a pattern: %v", src, printed, err)
	}
	if diff := cmp.Diff(p.parsed, again, sameMeaning...); diff != "" {
		t.Fatalf("%q prints as %q, another pattern:\n%s", src, printed, diff)
	}
	if twice := again.Canonical(); twice != printed {
		t.Fatalf("%q prints as %q and then as %q", src, printed, twice)
	}
	if a, b := p.Match(message), NewSet(&Pattern{parsed: again}).Match(message, nil) != nil; a != b {
		t.Fatalf("%q matches %v, printed as %q %v", src, a, printed, b)
	}
}

// FuzzPrint takes a pattern as text.
func FuzzPrint(f *testing.F) {
	for _, p := range patterntest.SeedPatterns {
		f.Add(p, []byte(`{"a":1}`))
	}
	f.Fuzz(checkPrint)
}

// FuzzPrintBuilt builds the pattern from the bytes.
func FuzzPrintBuilt(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(patterntest.RandomBytes(seed, 120))
	}
	f.Fuzz(checkPrintBuilt)
}

func checkPrintBuilt(t *testing.T, data []byte) {
	sources, message := patterntest.New(data).Meeting()
	checkPrint(t, sources[0], message)
}

func TestCanonical_IsTheSamePattern(t *testing.T) {
	for seed := range uint64(400) {
		checkPrintBuilt(t, patterntest.RandomBytes(seed, 120))
	}
}
