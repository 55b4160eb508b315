package messages

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"trailnotify/alert"
)

func TestMrkdwnHTML(t *testing.T) {
	for in, want := range map[string]string{
		"*Who* `user/eve`, +2":             "<b>Who</b> <code>user/eve</code>, +2",
		"a\nb":                             "a<br>\nb",
		"<https://x.example/?a=1&amp;b|R>": `<a href="https://x.example/?a=1&amp;b" rel="noreferrer">R</a>`,
		"`&lt;script&gt;&amp;amp;`":        "<code>&lt;script&gt;&amp;amp;</code>",
		"<script>alert(1)</script>":        "&lt;script&gt;alert(1)&lt;/script&gt;",
		`<https://x"onclick=y|z>`:          `<a href="https://x&#34;onclick=y" rel="noreferrer">z</a>`,
		"<javascript:alert(1)|z>":          "&lt;javascript:alert(1)|z&gt;",
		"`*a*` *`b`*":                      "<code>*a*</code> <b>`b`</b>",
	} {
		if got := string(mrkdwnHTML(in)); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

// Nothing of a record becomes an element of the page.
func FuzzMrkdwnHTML(f *testing.F) {
	f.Add("*x* `<b>` <https://a|b> <img src=x onerror=y>\n&lt;i&gt;")
	f.Fuzz(func(t *testing.T, text string) {
		rest := string(mrkdwnHTML(text))
		for _, ours := range []string{"<code>", "</code>", "<b>", "</b>", "</a>", "<br>\n"} {
			rest = strings.ReplaceAll(rest, ours, "")
		}
		for _, part := range strings.Split(rest, "<")[1:] {
			if !strings.HasPrefix(part, `a href="http`) || !strings.Contains(part, `" rel="noreferrer">`) {
				t.Errorf("%q in the page of %q", part, text)
			}
		}
	})
}

func TestShow_ReportsWhatExceedsALimit(t *testing.T) {
	var errs strings.Builder
	s := &Show{Note: func(format string, args ...any) { fmt.Fprintf(&errs, format+"\n", args...) }}
	a := alert.Alert{Rule: "R", ID: "id", Severity: "low", First: time.Unix(0, 0), Published: time.Unix(0, 0)}
	s.check(shownAlert{Alert: a, Sizes: []alert.Size{{What: "title", Size: 201, Max: 200}, {What: "subject", Size: 99, Max: 99}}})
	if s.exceeded != 1 || errs.String() != "alert id of R: title: 201, limit 200\n" {
		t.Errorf("%d exceeded: %s", s.exceeded, errs.String())
	}
}
