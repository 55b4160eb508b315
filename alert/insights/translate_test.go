package insights

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trailnotify/pattern"
)

func TestTranslate(t *testing.T) {
	tests := map[string]struct {
		pattern string
		want    string
		left    []string
	}{
		"a text":                       {`{ $.eventName = DeleteTrail }`, `eventName = "DeleteTrail"`, nil},
		"a text with quotes":           {`{ $.a = "say \"x\" \\ y" }`, `a = "say \"x\" \\ y"`, nil},
		"alternatives of one field":    {`{ ($.eventName = A) || ($.eventName = B) || ($.c = 1) }`, `eventName in ["A","B"] or c = 1`, nil},
		"!= is false of what is not":   {`{ $.eventType != "AwsServiceEvent" }`, `ispresent(eventType) and eventType != "AwsServiceEvent"`, nil},
		"!= within alternatives":       {`{ $.a = 1 || $.b != "x*" }`, `a = 1 or (ispresent(b) and b not like /^x/)`, nil},
		"alternatives within":          {`{ ($.a = 1 || $.b = 2) && $.c NOT EXISTS }`, `(a = 1 or b = 2) and not ispresent(c)`, nil},
		"a wildcard behind":            {`{ $.e = "AccessDenied*" }`, `e like /^AccessDenied/`, nil},
		"a wildcard before":            {`{ $.e = "*Operation" }`, `e like /Operation$/`, nil},
		"wildcards around":             {`{ $.e = "*a.b/c*" }`, `e like /a\.b\/c/`, nil},
		"a wildcard within":            {`{ $.e = "a*b" }`, `e like /^a.*b$/`, nil},
		"anything":                     {`{ $.e = * }`, `ispresent(e)`, nil},
		"booleans":                     {`{ $.e IS TRUE && $.f IS FALSE }`, `e = 1 and f = 0`, nil},
		"numbers":                      {`{ $.e >= 3 && $.f != 1.5 }`, `e >= 3 and ispresent(f) and f != 1.5`, nil},
		"a regular expression":         {`{ $.e = %^a/b\x28% && $.f != %x% }`, `e like /^a\/b\x28/ and ispresent(f) and f not like /x/`, nil},
		"an escaped slash":             {`{ $.e = %a\/b\\/c% }`, `e like /a\/b\\\/c/`, nil},
		"nested and indexed fields":    {`{ $.a.b-c[0].d = x }`, "`a.b-c.0.d` = \"x\"", nil},
		"a wildcard in the selector":   {`{ $.a[*].b = x && $.c = y }`, `c = "y"`, []string{`$.a[*].b = x`}},
		"one that makes others idle":   {`{ ($.a[*] = x || $.b = z) && $.c = y }`, `c = "y"`, []string{`$.a[*] = x`}},
		"null":                         {`{ $.a IS NULL }`, ``, []string{`$.a IS NULL`}},
		"a key with a dot":             {`{ $.['a.b'] = x }`, ``, []string{`$.['a.b'] = x`}},
		"a word and a phrase":          {`level=error msg="no answer"`, `@message like "level=error" and @message like "msg=" and @message like "no answer"`, nil},
		"a word and a phrase left out": {`a -msg="no answer"`, `@message like "a"`, []string{`-msg="no answer"`}},
		"terms":                        {`ERROR -"a b" ?idle`, `@message like "ERROR" and @message not like "a b"`, nil},
		"optional terms":               {`?a ?b`, `@message like "a" or @message like "b"`, nil},
		"a delimited pattern":          {`[ip, user = root]`, ``, []string{`[ip, user = root]`}},
		"a pattern that always holds":  {`{}`, ``, nil},
		"a character that can't stand": {"{ $.a = \"x\u202ey\" }", ``, []string{"$.a = \"x\u202ey\""}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, left := translate(pattern.MustCompile(test.pattern))
			if got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.pattern, got, test.want)
			}
			for i := range left {
				left[i] = strings.Trim(left[i], " ()")
			}
			if diff := cmp.Diff(test.left, left); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
		})
	}
}
