package pattern

import (
	"testing"

	"github.com/tidwall/gjson"

	"trailnotify/pattern/internal/patterntest"
	"trailnotify/pattern/internal/reference"
)

func TestSelector_Value(t *testing.T) {
	const record = `{"s":"a\u0062\"","n":1.0,"t":true,"z":null,"o":{"k" : [1, 2]},"a":[[1],{"x.y":"v"}],"d":1,"d":{"e":2},"d":3,"é":"U","":"empty"}`
	for _, c := range []struct {
		selector, message, want string
		found                   bool
	}{
		{`$.s`, record, `ab"`, true},
		{`$.n`, record, `1.0`, true},
		{`$.t`, record, `true`, true},
		{`$.z`, record, `null`, true},
		{`$.o`, record, `{"k" : [1, 2]}`, true},
		{`$.o.k`, record, `[1, 2]`, true},
		{`$.o.k[1]`, record, `2`, true},
		{`$.o.k[2]`, record, ``, false},
		{`$.o.k[2][0]`, record, ``, false},
		{`$.o[0]`, record, ``, false},
		{`$.a[0][0]`, record, `1`, true},
		{`$.a[1].['x.y']`, record, `v`, true},
		{`$.a.0`, record, ``, false},
		{`$.d`, record, `3`, true},
		{`$.d.e`, record, ``, false},
		{`$.['é']`, record, `U`, true},
		{`$.['']`, record, `empty`, true},
		{` $.s `, record, `ab"`, true},
		{`$.none`, record, ``, false},
		{`$.none[0].s`, record, ``, false},
		{`$.o.k[7].s`, record, ``, false},
		{`$.s`, `{"s":1} x`, ``, false},
		{`$.s`, `[{"s":1}]`, ``, false},
		{`$.s`, ``, ``, false},
	} {
		s, err := ParseSelector(c.selector)
		if err != nil {
			t.Errorf("%s: %v", c.selector, err)
			continue
		}
		if text, found := s.Value([]byte(c.message)); text != c.want || found != c.found {
			t.Errorf("%s: %q, %v; want %q, %v", c.selector, text, found, c.want, c.found)
		}
	}
	if text, found := (Selector{}).Value([]byte(record)); text != "" || found {
		t.Errorf("the zero selector finds %q", text)
	}
}

// checkSelector checks that a selector prints as itself and finds what the
// reference finds.
func checkSelector(t *testing.T, src string, message []byte) {
	s, err := ParseSelector(src)
	if err != nil {
		return
	}
	again, err := ParseSelector(s.String())
	if err != nil || again.String() != s.String() {
		t.Fatalf("%q prints as %q, and that as %q: %v", src, s, again, err)
	}
	want, wantFound := "", false
	if root, ok := reference.Object(message); ok {
		at := reference.Places(reference.Root(root), s.parsed.Steps)[0]
		wantFound = at.Exists
		switch {
		case at.Exists && at.Value.Type == gjson.String:
			want = reference.String(at.Value)
		case at.Exists:
			want = at.Value.Raw
		}
	}
	if text, found := s.Value(message); text != want || found != wantFound {
		t.Fatalf("%q in %q: %q, %v; the reference says %q, %v", src, message, text, found, want, wantFound)
	}
}

func TestSelector_ValueEqualsReference(t *testing.T) {
	for seed := range uint64(2_000) {
		c := patterntest.New(patterntest.RandomBytes(seed, 100))
		src := c.Selector()
		p, err := Compile("{ " + src + ` = "hit" }`)
		if err != nil {
			t.Fatal(err)
		}
		checkSelector(t, src, []byte(c.Message(p.parsed)))
	}
}

func FuzzSelector(f *testing.F) {
	for _, m := range patterntest.SeedMessages {
		f.Add(`$.a`, []byte(m))
		f.Add(`$.a[1].['b']`, []byte(m))
		f.Add(`$['a']["b"][0]`, []byte(m))
	}
	f.Fuzz(checkSelector)
}
