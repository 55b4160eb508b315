package line

import (
	"strings"
	"testing"
)

func TestCode(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"  ":                     "",
		"role/x":                 "`role/x`",
		"<!channel>":             "`‹!channel›`",
		"<https://e.example|x>":  "`‹https[:]//e[.]example|x›`",
		"a&amp;b":                "`a＆amp;b`",
		"`*b*` @here":            "`'∗b∗' [@]here`",
		"a\nb\u202ec":            "`a\uFFFDb\uFFFDc`",
		strings.Repeat("x", 300): "`" + strings.Repeat("x", 19) + "…" + strings.Repeat("x", 18) + "`",
	} {
		if got := code(in, 40); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestAnchor(t *testing.T) {
	for _, test := range []struct{ address, want string }{
		{"https://runbooks.example.com/a?b=1&c=2", "<https://runbooks.example.com/a?b=1&amp;c=2|Run &amp; book>"},
		{"https://x|y>", "Run &amp; book: https://x|y&gt;"},
		{"see the wiki", "Run &amp; book: see the wiki"},
	} {
		if got := Anchor("Run & book", test.address); got != test.want {
			t.Errorf("%s: %s, want %s", test.address, got, test.want)
		}
	}
}

func TestFit(t *testing.T) {
	for _, test := range []struct {
		in   string
		max  int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"本番環境", 3, "本番…"},
		{"🚨🚨", 3, "🚨…"},
		{"a&lt;b", 4, "a…"},
		{"a&lt;b", 5, "a…"},
		{"a&lt;bc", 6, "a&lt;…"},
	} {
		if got := Fit(test.in, test.max); got != test.want || Units(got) > test.max {
			t.Errorf("%q in %d: %q, want %q", test.in, test.max, got, test.want)
		}
	}
}

// In chat a name that could be formatting or an emoji is code.
func TestTitle_FormatsNoName(t *testing.T) {
	for name, want := range map[string]string{
		"my_role_1": "my_role_1",
		"_role_":    "`_role_`",
		"a ~b~":     "`a ~b~`",
		":smile:":   "`:smile:`",
		"a:b":       "a:b",
		"*b*":       "∗b∗",
	} {
		if got := titleValue(name, 40); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	pieces := append(Untrusted([]string{"a@b.example", "x"}, strings.ToUpper), Around("through %s", "<c>"), Piece{Before: "did ", Then: Own("it"), Times: 2}, Piece{Times: 3, AtLeast: true})
	for _, test := range []struct {
		form  Form
		depth Depth
		want  string
	}{
		{Plain, Depth{9, Whole}, "A[@]B[.]EXAMPLE, X, through ‹c›, did it ×2,  ×3+"},
		{Mrkdwn, Depth{3, Whole}, "`A[@]B[.]EXAMPLE`, `X`, through `‹c›`, +2"},
		{Plain, Depth{1, 7}, "A[@]…LE, +4"},
	} {
		if got := Join(pieces, test.form, test.depth, ", ", "+%d"); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
	if Own("") != nil || (Piece{AtLeast: true}).Write(Plain, Whole) != " ×1+" {
		t.Error("nothing is something, or something nothing")
	}
}
