package explain

import (
	"strings"
	"testing"
	"unicode"

	"trailnotify/pattern"
	"trailnotify/pattern/internal/patterntest"
)

func TestExplain_Text(t *testing.T) {
	for _, c := range []struct{ name, src, message, want string }{
		{
			"the conditions with what they saw",
			`{ ($.eventName = "consoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.a[*] = 1 || $.n = "1") }`,
			`{"eventName":"ConsoleLogin","a":[2,3],"n":1.0}`,
			`no match
  [no ] all of these
    [no ] $.eventName = "consoleLogin"
          $.eventName: "ConsoleLogin"  (it is another text: it differs in capitals)
    [no ] $.additionalEventData.MFAUsed != "Yes"
          missing: the record has no field "additionalEventData"; no comparison holds for a missing field, != included
    [no ] one of these
      [no ] $.a[*] = 1
            $.a[0]: 2  (as a number it is not = 1)
            $.a[1]: 3  (as a number it is not = 1)
            it holds in no place
      [no ] $.n = "1"
            $.n: 1.0  (it is another text (a number is compared with quoted text in the spelling in which it was logged))
to match, $.eventName would have to be "consoleLogin"
  and $.additionalEventData.MFAUsed would have to be a string or a number other than "Yes"
  and in one place $.a[*] would have to be the number 1 or the string "1"
`,
		},
		{
			"a match and what would undo it", `{ $.a != "x" || $.b IS NULL }`, `{"a":"y","b":[null]}`,
			`match
  [yes] one of these
    [yes] $.a != "x"
          $.a: "y"  (it is another text)
    [yes] $.b IS NULL
          $.b: [null]  (it is an array that holds a null)
not to match, $.a would have to be "x", or not there, or no string or number
  and $.b would have to be something else than null
`,
		},
		{
			"a value that several conditions saw", `{ $.a = "x*" && $.a != "xy" && $.a != "z" }`, `{"a":"xyz"}`,
			`match
  [yes] all of these
    [yes] $.a = "x*"
          $.a: "xyz"  (it has the shape of "x*")
    [yes] $.a != "xy"
          (it is another text)
    [yes] $.a != "z"
          (it is another text)
not to match, $.a would have to be something for which = "x*" is false
`,
		},
		{
			"many alternatives, and one that differs in capitals",
			`{ $.eventName = A || $.eventName = B || $.eventName = stopLogging || $.eventName = "C*" }`, `{"eventName":"StopLogging"}`,
			`no match
  [no ] none of these 4 names
        $.eventName: "StopLogging"
        A, B, stopLogging, "C*"
    [no ] $.eventName = stopLogging
          (it is another text: it differs in capitals)
to match, $.eventName would have to be one of these 4 names
`,
		},
		{
			"one of many alternatives", `{ $.n = 1 || $.n = 2 || $.n = 3 || $.n = 4 }`, `{"n":3}`,
			`match
  [yes] one of these 4 values
    [yes] $.n = 3
          $.n: 3  (as a number it is = 3)
not to match, $.n would have to be something for which = 3 is false
`,
		},
		{
			"many alternatives about a field that is missing", `{ $.n = 1 || $.n = 2 || $.n = 3 || $.n = 4 }`, `{"m":3}`,
			`no match
  [no ] none of these 4 values
        missing: the record has no field "n"
        1, 2, 3, 4
to match, $.n would have to be one of these 4 values
`,
		},
		{
			"alternatives about two fields are told one by one", `{ $.a = 1 || $.a = 2 || $.a = 3 || $.b = 4 }`, `{"a":0,"b":0}`,
			`no match
  [no ] one of these
    [no ] $.a = 1
          $.a: 0  (as a number it is not = 1)
    [no ] $.a = 2
          (as a number it is not = 2)
    [no ] $.a = 3
          (as a number it is not = 3)
    [no ] $.b = 4
          $.b: 0  (as a number it is not = 4)
to match, $.a would have to be the number 1 or the string "1"
`,
		},
		{
			"no JSON object", `{ $.a NOT EXISTS }`, `[1]`,
			`no match
  [no ] { $.a NOT EXISTS }
        the message is not one valid JSON object, and a JSON pattern matches nothing else, not even with NOT EXISTS
to match, the message would have to be one JSON object with nothing behind it
`,
		},
		{
			"terms", `ERROR -x ?y %z+%`, "a\nERROR x",
			`no match
  [no ] all of these
    [yes] ERROR
          occurs at line 2, column 1
    [no ] -x
          occurs at line 2, column 7
    [---] ?y  (ignored)
          does not occur
    [no ] %z+%
          does not occur
to match, the message would have to be without x
  and the message would have to contain %z+%
`,
		},
		{
			"too few fields", `[a, b, ...]`, `x`,
			`no match
  [no ] [a, b, ...]
        the line has 1 fields, and the pattern needs 2
to match, the line would have to have 2 fields or more
`,
		},
		{
			"fields of a line", `[a, b = 1 && b > 5]`, `x 2`,
			`no match
  [no ] [a, b = 1 && b > 5]
    [no ] all of these
      [no ] b = 1
            b: 2  (it is another text)
      [no ] b > 5
            (as a number it is not > 5)
to match, b would have to be 1
  and b would have to be a number > 5
`,
		},
		{
			"control characters", `{ $.a = "x" }`, `{"a":"` + "\u009b\u200b" + `"}`,
			`no match
  [no ] $.a = "x"
        $.a: "  "  (it is another text)
to match, $.a would have to be "x"
`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Message(pattern.MustCompile(c.src).Syntax(), []byte(c.message)).String(); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestExplanation_ChangesAreTheFewest(t *testing.T) {
	for _, c := range []struct{ src, message, want string }{
		{`{ ($.a = 1 && $.b = 1) || $.c = "x" }`, `{}`, `$.c would have to be "x"`},
		{`{ $.c = "x" || ($.a = 1 && $.b = 1) }`, `{}`, `$.c would have to be "x"`},
		{`{ ($.a = "x" && $.b = "x") || $.c = 1 && $.d = 1 && $.e = 1 }`, `{"a":"x"}`, `$.b would have to be "x"`},
		{`{ $.a = "x" && ($.b = 1 || $.c = 1) }`, `{"a":"x","b":1,"c":1}`, `$.a would have to be something for which = "x" is false`},
		{`?a ?b`, `c`, `the message would have to contain a`},
		{``, `c`, ``},
	} {
		x := Message(pattern.MustCompile(c.src).Syntax(), []byte(c.message))
		if got := strings.Join(x.Changes(), ", "); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.src, c.message, got, c.want)
		}
	}
}

func TestExplain_ListsFewOfManyValues(t *testing.T) {
	message := `{"a":[` + strings.Repeat("0,", 50) + `1]}`
	x := Message(pattern.MustCompile(`{ $.a[*] = 1 }`).Syntax(), []byte(message))
	if !x.Holds || len(x.Seen) != maxSeen || x.More != 51-maxSeen {
		t.Errorf("holds %v, %d values and %d more", x.Holds, len(x.Seen), x.More)
	}
	if last := x.Seen[maxSeen-1]; !last.Holds || last.Path != "$.a[50]" {
		t.Errorf("the value that decides is not shown: %+v", last)
	}
}

// checkExplain checks that an explanation says what Match says, in text that is
// safe to show.
func checkExplain(t *testing.T, data []byte) {
	sources, message := patterntest.New(data).Meeting()
	for _, src := range sources {
		p, err := pattern.Compile(src)
		if err != nil {
			continue
		}
		x := Message(p.Syntax(), message)
		if x.Holds != p.Match(message) {
			t.Fatalf("%q on %q: match %v, explained as\n%s", src, message, !x.Holds, x)
		}
		for _, r := range x.String() {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Fatalf("%q on %q: the text holds %q", src, message, r)
			}
		}
	}
}

func TestExplain_SaysWhatMatchSays(t *testing.T) {
	for seed := range uint64(1_000) {
		checkExplain(t, patterntest.RandomBytes(seed, 200))
	}
}

// FuzzExplainBuilt builds patterns and a message from the bytes.
func FuzzExplainBuilt(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(patterntest.RandomBytes(seed, 160))
	}
	f.Fuzz(checkExplain)
}
