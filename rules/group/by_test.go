package group

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"trailnotify/cloudtrail"
	"trailnotify/pattern"
)

func selector(t testing.TB, src string) pattern.Selector {
	t.Helper()
	s, err := pattern.ParseSelector(src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func name(t testing.TB, s string) Part {
	t.Helper()
	p, ok := Named(s)
	if !ok {
		t.Fatalf("%s is not the name of a part", s)
	}
	return p
}

func groupOf(b By, json string) (string, bool) {
	return b.Group(Of(cloudtrail.Record{JSON: []byte(json)}))
}

func TestNames(t *testing.T) {
	if got := strings.Join(Names(), " "); got != "actor call outcome account region address network" {
		t.Errorf("the names are %s", got)
	}
	if len(named) != maxNamed {
		t.Errorf("%d parts have names, a record has room for %d", len(named), maxNamed)
	}
	if _, ok := Named("principal"); ok {
		t.Error("principal is not a part")
	}
	if text, ok := groupOf(By{Part{}}, `{"a":1}`); ok || text != "" {
		t.Errorf("the zero part reads %q", text)
	}
}

func TestBy_String(t *testing.T) {
	b := By{First(selector(t, "$.a"), selector(t, "$.b.['c d']")), name(t, "call"), First(selector(t, "$.a"))}
	if got, want := b.String(), "[$.a, $.b.['c d']], call, $.a"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for want, b := range map[string]By{"$.a": b[2:], "[$.a], [$.a]": {b[2], b[2]}, "[$.a, $.b.['c d']]": b[:1], "": nil} {
		if got := b.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if names := b[1].Name() + b[0].Name(); names != "call" {
		t.Errorf("the names are %q", names)
	}
}

// No two lists that tell other groups apart have the same keys, and the
// alternatives of a single part have those that they always had.
func TestBy_Keys(t *testing.T) {
	a, b := selector(t, "$.a"), selector(t, "$.b")
	for want, by := range map[string]By{
		"[]":                 {},
		"[$.a]":              {First(a)},
		"[$.a $.b]":          {First(a, b)},
		"[[$.a] [$.b]]":      {First(a), First(b)},
		"[[$.a, $.b] actor]": {First(a, b), name(t, "actor")},
		"[actor]":            {name(t, "actor")},
		"[actor [$.a]]":      {name(t, "actor"), First(a)},
	} {
		if got := fmt.Sprint(by.Keys()); got != want {
			t.Errorf("the keys of %s are %s, want %s", by, got, want)
		}
	}
}

func TestBy_Group(t *testing.T) {
	a, b := First(selector(t, "$.a")), First(selector(t, "$.b"))
	either := First(selector(t, "$.a"), selector(t, "$.b"))
	for _, c := range []struct {
		by     By
		record string
		want   string
		ok     bool
	}{
		{By{a}, `{"a":"x"}`, "x", true},
		{By{a}, `{"a":""}`, "", true},
		{By{a}, `{"a":null}`, "null", true},
		{By{a}, `{"a":{"b" : 1}}`, `{"b" : 1}`, true},
		{By{a}, `{}`, "", false},
		{By{either}, `{"b":"y"}`, "y", true},
		{By{either}, `{"b":"y","a":"x"}`, "x", true},
		{By{either}, `{"c":"y"}`, "", false},
		{By{a, b}, `{"a":"x","b":"y"}`, "x\x1fy", true},
		{By{a, b}, `{"b":"y"}`, "\x1e\x1fy", true},
		{By{a, b}, `{"a":"","b":"y"}`, "\x1fy", true},
		{By{a, b}, `{}`, "", false},
		{By{a, b}, `{"a":"x\u001fy"}`, "x%1Fy\x1f\x1e", true},
		{By{a, b}, `{"a":"\u001e","b":"%1E"}`, "%1E\x1f%251E", true},
		{By{name(t, "outcome"), name(t, "network")}, `{"errorCode":"AccessDenied","sourceIPAddress":"203.0.113.9"}`, "denied\x1f203.0.113.0/24", true},
		{By{name(t, "actor"), name(t, "outcome")}, `{}`, "\x1e\x1fsucceeded", true},
		{By{name(t, "account")}, `{"userIdentity":{"accountId":"1"},"recipientAccountId":"2"}`, "2", true},
		{By{name(t, "account")}, `{"userIdentity":{"accountId":"1"}}`, "1", true},
		{By{name(t, "region")}, `{"awsRegion":"eu-west-1"}`, "eu-west-1", true},
		{By{name(t, "address")}, `{"sourceIPAddress":"config.amazonaws.com"}`, "config.amazonaws.com", true},
		{By{name(t, "call")}, `{"eventSource":"iam.amazonaws.com","eventName":"CreateUser"}`, "iam:CreateUser", true},
		{By{name(t, "call")}, `{"eventName":"CreateUser"}`, ":CreateUser", true},
		{By{name(t, "call")}, `{"eventSource":7,"eventName":{}}`, "7:", true},
		{By{name(t, "call")}, `{"eventSource":"a:b","eventName":"c"}`, "a%253Ab:c", true},
		{By{name(t, "call")}, `{}`, "", false},
	} {
		got, ok := groupOf(c.by, c.record)
		if got != c.want || ok != c.ok {
			t.Errorf("by %s, %s: got %q, %v; want %q, %v", c.by, c.record, got, ok, c.want, c.ok)
		}
	}
}

func TestBy_Values(t *testing.T) {
	b := By{First(selector(t, "$.a")), name(t, "outcome"), name(t, "region")}
	text, _ := groupOf(b, `{"a":"50%\u001f","errorCode":"AccessDenied"}`)
	got := b.Values(text)
	for i, want := range []Value{{Text: "50%\x1f"}, {Text: Denied}, {Missing: true}} {
		if got[i].Text != want.Text || got[i].Missing != want.Missing || got[i].Cut || got[i].Part.String() != b[i].String() {
			t.Errorf("part %d is %+v, want %+v", i, got[i], want)
		}
	}
	if cut := b.Values(text[:3]); len(cut) != 1 || cut[0].Text != "50%" {
		t.Errorf("the beginning of a group is %+v", cut)
	}
	if more := b.Values(text + "\x1fx\x1fy"); len(more) != 3 {
		t.Errorf("%d values of a by with 3 parts", len(more))
	}
}

// A long value keeps both of its ends, and is not the same as another that
// differs in between, or as its own short form.
func TestBy_LongValues(t *testing.T) {
	b := By{First(selector(t, "$.a"))}
	long := "arn:aws:iam::111122223333:user/" + strings.Repeat("dé/", 200) + strings.Repeat("n", 64)
	text, _ := groupOf(b, fmt.Sprintf(`{"a":%q}`, long))
	v := b.Values(text)[0]
	if !v.Cut || !utf8.ValidString(v.Text) || !strings.HasPrefix(v.Text, "arn:aws:iam::111122223333:user/dé/") || !strings.HasSuffix(v.Text, "dé/"+strings.Repeat("n", 64)) {
		t.Errorf("a long value is shown as %+v", v)
	}
	for _, other := range []string{strings.Replace(long, "dé/dé", "dé/dè", 100), v.Text, text} {
		if again, _ := groupOf(b, fmt.Sprintf(`{"a":%q}`, other)); again == text {
			t.Errorf("%.60q… is in the same group", other)
		}
	}
	huge := strings.Repeat("%", 1<<20)
	all := By(slices.Repeat([]Part{b[0]}, MaxParts))
	if text, _ := groupOf(all, `{"a":"`+huge+`"}`); len(text) > 1600*MaxParts {
		t.Errorf("a group is %d bytes long", len(text))
	}
}

// Two lists of values have the same group if and only if they are the same, and
// the group gives back what it was made of.
func FuzzGroup(f *testing.F) {
	for _, s := range []string{"", "x", "\x1f", "\x1e", "%", "%1F", "%25", "x\x1fy", "\x1e\x1f", strings.Repeat("y", 600), "é", "\xff"} {
		f.Add(s, "a", "a", s)
		f.Add(s, s, "", "x\x1f")
	}
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		join := func(values ...string) string {
			for i := range values {
				values[i] = encode(values[i])
			}
			return strings.Join(values, "\x1f")
		}
		one, two := join(a, b), join(c, d)
		if same := a == c && b == d; (one == two) != same {
			t.Errorf("%q %q and %q %q: same group %v", a, b, c, d, one == two)
		}
		if one == join("", "")+string(mark) || encode(a) == string(mark) {
			t.Errorf("%q is taken for a part that is missing", a)
		}
		if v := decode(encode(a)); v.Missing || v.Cut != (len(a) > maxValue) || !v.Cut && v.Text != a {
			t.Errorf("%q becomes %+v", a, v)
		}
	})
}

func ExampleBy_Group() {
	actor, _ := Named("actor")
	outcome, _ := Named("outcome")
	by := By{actor, outcome}
	record := cloudtrail.Record{JSON: []byte(`{"userIdentity":{"arn":"arn:aws:iam::111122223333:user/alice"},"errorCode":"AccessDenied"}`)}
	text, _ := by.Group(Of(record))
	for _, v := range by.Values(text) {
		fmt.Println(v.Part, v.Text)
	}
	// Output:
	// actor arn:aws:iam::111122223333:user/alice
	// outcome denied
}
