package pattern

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestSet_Match(t *testing.T) {
	set := NewSet(
		MustCompile(`{ $.a = "x" }`),
		MustCompile(`hit`),
		MustCompile(`{ $.a NOT EXISTS }`),
		MustCompile(`[w1, w2]`),
		MustCompile(`{ $.b = "x" || $.a = "x*" }`),
		MustCompile(``),
	)
	for message, want := range map[string][]int{
		`{"a":"x"}`:         {0, 4, 5},
		`{"b":"x"}`:         {2, 4, 5},
		`{"b":"hit"}`:       {1, 2, 5},
		`{"a":"xy", "b":1}`: {3, 4, 5},
		`a hit`:             {1, 3, 5},
		``:                  {5},
		`{"a":"x"`:          {5},
	} {
		if got := set.Match([]byte(message), nil); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", message, got, want)
		}
	}
	if got := set.Match([]byte(`{}`), []int{7}); !slices.Equal(got, []int{7, 2, 5}) {
		t.Errorf("the indices are not appended: %v", got)
	}
}

func TestSet_Empty(t *testing.T) {
	if got := NewSet().Match([]byte(`{"a":1}`), nil); got != nil {
		t.Errorf("a set of nothing matches %v", got)
	}
}

func TestSet_ManyPatterns(t *testing.T) {
	var patterns []*Pattern
	for i := range 300 {
		patterns = append(patterns, MustCompile(fmt.Sprintf(`{ $.n = "v%d" && $.always = 1 }`, i)))
	}
	set := NewSet(patterns...)
	for _, i := range []int{0, 63, 64, 128, 299} {
		message := fmt.Sprintf(`{"always":1,"n":"v%d"}`, i)
		if got := set.Match([]byte(message), nil); !slices.Equal(got, []int{i}) {
			t.Errorf("%s: %v", message, got)
		}
	}
}

// The index has to bring up few candidates, or many patterns would cost much.
func TestIndex_BringsUpFewCandidates(t *testing.T) {
	var patterns []*Pattern
	for i := range 200 {
		patterns = append(patterns,
			MustCompile(fmt.Sprintf(`{ $.source = "s" && ($.name = "v%d" || $.name = "w%d") && $.other != "x" }`, i, i)),
			MustCompile(fmt.Sprintf(`{ $.error = "E%d*" || $.error = "*E%d" }`, i, i)),
		)
	}
	set := NewSet(patterns...)
	st := set.newState()
	if !st.fields.Read([]byte(`{"source":"s","name":"v7","other":"y","error":"E123x"}`), set.tree) {
		t.Fatal("not read")
	}
	set.index.findCandidates(st.fields, st.candidates)
	var got []int
	for i := range patterns {
		if st.candidates[i/64]>>(i%64)&1 == 1 {
			got = append(got, i)
		}
	}
	if want := []int{3, 14, 25, 247}; !slices.Equal(got, want) {
		t.Errorf("candidates %v, want %v", got, want)
	}
}

// Without its memory of what is not there, the tokenizer would search the rest
// of the line again at every bracket and quote.
func TestTokenizer_RemembersWhatIsNotThere(t *testing.T) {
	tok := tokenizer{message: []byte(`[a [b "c`)}
	for range 3 {
		if _, ok := tok.next(); !ok {
			t.Fatal("a field is missing")
		}
	}
	if _, ok := tok.next(); ok || !tok.noBracket || !tok.noQuote {
		t.Errorf("%+v", tok)
	}
}

func TestSet_IsSafeForConcurrentUse(t *testing.T) {
	set := NewSet(benchPatterns(15)...)
	records := benchRecords(t)
	var want [][]int
	for _, record := range records {
		want = append(want, set.Match(record, nil))
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for i := range 300 {
				n := i % len(records)
				if got := set.Match(records[n], nil); !slices.Equal(got, want[n]) {
					t.Errorf("record %d: %v, want %v", n, got, want[n])
				}
			}
		})
	}
	wg.Wait()
}

func TestMustCompile_Panics(t *testing.T) {
	defer func() {
		if r := recover(); r == nil || !strings.Contains(r.(string), "^") {
			t.Errorf("panic %v", r)
		}
	}()
	MustCompile("{")
}
