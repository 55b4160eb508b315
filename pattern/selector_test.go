package pattern

import (
	"errors"
	"testing"

	"github.com/tidwall/gjson"
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

func TestSelector_StringIsCanonical(t *testing.T) {
	for src, want := range map[string]string{
		`$.a.b-c_1`:          `$.a.b-c_1`,
		`$.['a']`:            `$.a`,
		`$['a']["b"]`:        `$.a.b`,
		` $.a.['b.c'][007] `: `$.a.['b.c'][7]`,
		`$.['it\'s \\']`:     `$.['it\'s \\']`,
		`$.['a\b']`:          `$.['a\\b']`,
	} {
		s, err := ParseSelector(src)
		if err != nil || s.String() != want {
			t.Errorf("%s: %s, %v; want %s", src, s, err, want)
		}
		again, err := ParseSelector(s.String())
		if err != nil || again.String() != want {
			t.Errorf("%s does not parse as itself: %v", want, err)
		}
	}
}

func TestParseSelector_Refuses(t *testing.T) {
	for src, column := range map[string]int{
		``: 1, `a`: 1, `$`: 2, `$.`: 3, `$..a`: 3, `$.a..b`: 5, `$.a.`: 5, `$[0]`: 2, `$[*]`: 2, `$.[0]`: 3,
		`$.a[-1]`: 5, `$.a[0:2]`: 6, `$.a[]`: 5, `$.a[0`: 6, `$.a[99999999999]`: 5, `$.['a]`: 4, `$.a b`: 5, `$.é`: 3,
		`$.a[*]`: 1, ` $.*`: 2, `$.a = 1`: 5, "$.\xff": 3, `$.a:b`: 4,
	} {
		_, err := ParseSelector(src)
		var fault *SyntaxError
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v, want a SyntaxError", src, err)
		} else if fault.Column != column {
			t.Errorf("%s: column %d, want %d\n%v", src, fault.Column, column, err)
		}
	}
}

// checkSelector holds that a selector prints as itself and finds what the
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
	if root, ok := referenceObject(message); ok {
		at := referencePlaces(rootPlace(root), s.steps)[0]
		wantFound = at.exists
		switch {
		case at.exists && at.value.Type == gjson.String:
			want = referenceString(at.value)
		case at.exists:
			want = at.value.Raw
		}
	}
	if text, found := s.Value(message); text != want || found != wantFound {
		t.Fatalf("%q in %q: %q, %v; the reference says %q, %v", src, message, text, found, want, wantFound)
	}
}

func TestSelector_ValueEqualsReference(t *testing.T) {
	for seed := range uint64(2_000) {
		c := &choices{randomBytes(seed, 100)}
		src := c.selector()
		p, err := Compile("{ " + src + ` = "hit" }`)
		if err != nil {
			t.Fatal(err)
		}
		checkSelector(t, src, []byte(c.message(p)))
	}
}

func FuzzSelector(f *testing.F) {
	for _, m := range seedMessages {
		f.Add(`$.a`, []byte(m))
		f.Add(`$.a[1].['b']`, []byte(m))
		f.Add(`$['a']["b"][0]`, []byte(m))
	}
	f.Fuzz(checkSelector)
}
