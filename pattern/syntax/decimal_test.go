package syntax

import (
	"math/big"
	"strings"
	"testing"
)

// rat reads a number with small exponents exactly.
func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}

func checkDecimals(t *testing.T, a, b string) {
	da, oka := ParseDecimal([]byte(a))
	db, okb := ParseDecimal([]byte(b))
	if !oka || !okb || bigExponent(a) || bigExponent(b) {
		return
	}
	ra, rb := rat(a), rat(b)
	if ra == nil || rb == nil {
		t.Fatalf("%q or %q is not a number to math/big", a, b)
	}
	if got, want := da.Compare(&db), ra.Cmp(rb); got != want {
		t.Fatalf("%s against %s: %d, math/big says %d", a, b, got, want)
	}
	if da.Compare(&db) != -db.Compare(&da) {
		t.Fatalf("%s against %s is not the reverse of the other way around", a, b)
	}
}

// bigExponent keeps numbers from math/big that it would write out.
func bigExponent(s string) bool {
	_, exponent, found := strings.Cut(strings.ToLower(s), "e")
	return len(s) > 200 || found && len(strings.TrimLeft(exponent, "+-")) > 3
}

var decimals = []string{
	"0", "-0", "+0", "0.0", "0e5", "1", "1.0", "10e-1", "0.1e1", "01", "+1", "-1", "-1.0", "1.5", "15e-1", "2", "10", "9.99", "100", "1e2", "-1e2",
	"1e-400", "1e400", ".5", "5.", "0.5", "123456789012345678901234567890", "123456789012345678901234567891", "1234567890.12345678901234567890", "-0.001", "1E+2",
}

func TestDecimal_CompareIsExact(t *testing.T) {
	for _, a := range decimals {
		for _, b := range decimals {
			checkDecimals(t, a, b)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"1e999999999", "1e999999998", 1},
		{"-1e999999999", "-1e999999998", -1},
		{"0e999999999", "0", 0},
		{"1e-999999999", "0", 1},
		{"1e99999999999999999999999999", "1", 1},
		{"1e-99999999999999999999999999", "1", -1},
		{"10e999999999", "1e1000000000", 0},
	} {
		a, _ := ParseDecimal([]byte(c.a))
		b, _ := ParseDecimal([]byte(c.b))
		if got := a.Compare(&b); got != c.want {
			t.Errorf("%s against %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestParseDecimal_Refuses(t *testing.T) {
	for _, s := range []string{"", "+", "-", ".", "e1", "1e", "1e+", "1x", "x1", "1.2.3", "0x1", "1_0", "Inf", "NaN", "--1", "1 ", " 1", "1e1.5"} {
		if _, ok := ParseDecimal([]byte(s)); ok {
			t.Errorf("%q is accepted", s)
		}
	}
}

func FuzzDecimal(f *testing.F) {
	for i, a := range decimals {
		f.Add(a, decimals[(i*7+3)%len(decimals)])
	}
	f.Fuzz(checkDecimals)
}
