package syntax

import "cmp"

// A Decimal is a number as it was written: no digit is lost, whatever its
// length or exponent. The zero decimal is 0. Exponents beyond 1e18 count as
// 1e18.
//
// The significant digits are those of whole followed by those of frac, without
// the first lead of them; the first significant digit counts 10^magnitude.
type Decimal struct {
	negative    bool
	whole, frac []byte
	lead        int
	digits      int // how many are significant; 0: the number is zero
	magnitude   int
}

const maxExponent = 1_000_000_000_000_000_000

// ParseDecimal reads [+-] digits [. digits] [e [+-] digits]. Beyond JSON it
// takes a plus sign, leading zeros, and a point at either end.
func ParseDecimal(s []byte) (Decimal, bool) {
	var d Decimal
	s, d.negative = cutSign(s)
	d.whole, s = cutDigits(s)
	if len(s) > 0 && s[0] == '.' {
		d.frac, s = cutDigits(s[1:])
	}
	if len(d.whole)+len(d.frac) == 0 {
		return Decimal{}, false
	}
	exponent := 0
	if len(s) > 0 {
		var ok bool
		if exponent, ok = parseExponent(s); !ok {
			return Decimal{}, false
		}
	}
	d.normalize(exponent)
	return d, true
}

// parseExponent reads e [+-] digits, all of s.
func parseExponent(s []byte) (int, bool) {
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s, negative := cutSign(s[1:])
	text, rest := cutDigits(s)
	if len(text) == 0 || len(rest) > 0 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(text) && n < maxExponent; i++ {
		n = min(n*10+int(text[i]-'0'), maxExponent)
	}
	if negative {
		n = -n
	}
	return n, true
}

// normalize finds the significant digits: leading and trailing zeros carry no
// value.
func (d *Decimal) normalize(exponent int) {
	total := len(d.whole) + len(d.frac)
	for d.lead < total && d.at(d.lead) == '0' {
		d.lead++
	}
	for total > d.lead && d.at(total-1) == '0' {
		total--
	}
	d.digits = total - d.lead
	d.magnitude = exponent + len(d.whole) - 1 - d.lead
	if d.digits == 0 {
		*d = Decimal{}
	}
}

func (d *Decimal) at(i int) byte {
	if i < len(d.whole) {
		return d.whole[i]
	}
	return d.frac[i-len(d.whole)]
}

// digit returns the i-th significant digit; after the last one come zeros.
func (d *Decimal) digit(i int) byte {
	if i >= d.digits {
		return '0'
	}
	return d.at(d.lead + i)
}

// Compare returns -1, 0 or 1 as d is less than, equal to or greater than o.
func (d *Decimal) Compare(o *Decimal) int {
	switch {
	case d.sign() != o.sign():
		return cmp.Compare(d.sign(), o.sign())
	case d.digits == 0:
		return 0
	case d.negative:
		return -d.compareMagnitude(o)
	default:
		return d.compareMagnitude(o)
	}
}

// BeyondDouble reports whether a double holds the number only rounded, or not
// at all.
func (d *Decimal) BeyondDouble() bool {
	return d.digits > 15 || d.digits > 0 && (d.magnitude > 307 || d.magnitude < -307)
}

func (d *Decimal) sign() int {
	switch {
	case d.digits == 0:
		return 0
	case d.negative:
		return -1
	default:
		return 1
	}
}

func (d *Decimal) compareMagnitude(o *Decimal) int {
	if d.magnitude != o.magnitude {
		return cmp.Compare(d.magnitude, o.magnitude)
	}
	for i := range max(d.digits, o.digits) {
		if a, b := d.digit(i), o.digit(i); a != b {
			return cmp.Compare(a, b)
		}
	}
	return 0
}

func cutSign(s []byte) (rest []byte, negative bool) {
	if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
		return s[1:], s[0] == '-'
	}
	return s, false
}

func cutDigits(s []byte) (digits, rest []byte) {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[:i], s[i:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
