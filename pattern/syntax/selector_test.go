package syntax

import (
	"errors"
	"strings"
	"testing"
)

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
		var fault *Error
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v, want a SyntaxError", src, err)
		} else if fault.Column != column {
			t.Errorf("%s: column %d, want %d\n%v", src, fault.Column, column, err)
		}
		// Nobody has asked the service about it.
		if !strings.HasPrefix(fault.Summary(), "selector:") || strings.Contains(fault.Summary(), "service") {
			t.Errorf("%s: %s", src, fault.Summary())
		}
	}
}
