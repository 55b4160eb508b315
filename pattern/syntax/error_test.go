package syntax

import (
	"errors"
	"strings"
	"testing"
)

func TestSyntaxError_Text(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{
			"a caret below the fault", `{ $.a == 1 }`,
			"pattern:1:8: found \"=\", expected a value: a number, a word, \"text\" or %regex% (the service says: Invalid metric filter pattern)\n" +
				"  { $.a == 1 }\n" +
				"         ^\n" +
				"  hint: equality is a single =",
		},
		{
			"the line of the fault", "{ $.a = 1 &&\n  $.b ^ 2\n}",
			"pattern:2:7: found \"^\", expected =, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS (the service refuses it)\n" +
				"    $.b ^ 2\n" +
				"        ^",
		},
		{
			"wide characters before the fault", `{ $.a = "ログイン" && $.b ! 1 }`,
			"pattern:1:23: found \"!\", expected =, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS (the service refuses it)\n" +
				"  { $.a = \"ログイン\" && $.b ! 1 }\n" +
				"                            ^",
		},
		{
			"a long line is cut", `{ $.a = "` + strings.Repeat("x", 100) + `" OR $.b = "` + strings.Repeat("y", 100) + `" }`,
			"pattern:1:112: found \"OR\", expected &&, || or } (the service refuses it)\n" +
				"  …" + strings.Repeat("x", 58) + `" OR $.b = "` + strings.Repeat("y", 30) + "…\n" +
				"  " + strings.Repeat(" ", 61) + "^^\n" +
				"  hint: write || for OR",
		},
		{
			"the end of the pattern", `{ $.a = 1`,
			"pattern:1:10: the pattern ends, expected } at the end of the pattern (the service says: If a filter pattern starts with '{' it must end with '}')\n" +
				"  { $.a = 1\n" +
				"           ^",
		},
		{
			"control characters", "a\x1b[31m",
			"pattern:1:2: found \"\\x1b\", expected a letter, a digit or one of _ . = (whether the service takes it is not known)\n" +
				"  a [31m\n" +
				"   ^\n" +
				"  hint: put double quotes around a term with other characters",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.src)
			if err == nil {
				t.Fatal("accepted")
			}
			if err.Error() != c.want {
				t.Errorf("got\n%s\nwant\n%s", err, c.want)
			}
		})
	}
}

func TestSyntaxError_Fields(t *testing.T) {
	_, err := Parse("{ $.é = 1 }")
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%T", err)
	}
	want := Error{
		Pattern: "{ $.é = 1 }", Offset: 4, Line: 1, Column: 5, Found: "é", Expected: "a name, * or ['name']",
		Hint: "a name with other characters than letters, digits, - and _ is written $.['name']",
	}
	if *e != want {
		t.Errorf("%+v", *e)
	}
}

func TestSyntaxError_Column(t *testing.T) {
	for src, column := range map[string]int{
		"\xff":                    1,
		"ab\xffc":                 3,
		strings.Repeat("é", 1025): 1025,
		`%a(b)%`:                  3,
		`ERR*`:                    4,
		`[a, b = 1 || c = 2]`:     14,
		`{ $.a IS NOT NULL }`:     10,
		`{ ($.a = 1 }`:            12,
		`{ $.a[*].b[*] = 1 }`:     11,
		` { $.a = }`:              10,
		`{ $.a = "x }`:            9,
		`[a, b, a]`:               8,
		`[a b]`:                   4,
	} {
		_, err := Parse(src)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: %v", src, err)
		} else if e.Column != column {
			t.Errorf("%q: column %d, want %d\n%v", src, e.Column, column, err)
		}
	}
}

// What people paste from elsewhere is named as what it is.
func TestError_SaysWhatWasPasted(t *testing.T) {
	for src, want := range map[string]string{
		`{ $.eventName = \"DeleteTrail\" }`:          `write " for \"`,
		`{ ($.eventName = \"A\") && ($.b = \"c\") }`: `write " for \"`,
		`\"Failed authentication\"`:                  `write " for \"`,
		`{ $.a = "x" &&\n $.b = "y" }`:               `write a blank for \n`,
		`{ $.a = “x” }`:                              `these are typographic quotes`,
		`{ $.a = ‘x’ }`:                              `these are typographic quotes`,
		`“two words”`:                                `these are typographic quotes`,
		`{ $.a =~ %x% }`:                             `there is no =~`,
		`{ $.a !~ %x% }`:                             `there is no =~`,
		`{ $.a = ${name} }`:                          `a placeholder of a template`,
		`{ $.a == "x" }`:                             `equality is a single =`,
	} {
		_, err := Parse(src)
		var wrong *Error
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Hint, want) {
			t.Errorf("%s: the hint does not say %q:\n%v", src, want, err)
		} else if wrong.Reason != "" && strings.HasPrefix(src, "{") && !strings.Contains(src, "==") {
			t.Errorf("%s: %q is on no record", src, wrong.Reason)
		}
	}
}
