package sniff

// HasForm reports whether s begins like form, whose zeros stand for digits.
func HasForm[T string | []byte](s T, form string) bool {
	for i := range len(form) {
		if c := s[i]; form[i] == '0' && (c < '0' || c > '9') || form[i] != '0' && c != form[i] {
			return false
		}
	}
	return true
}

// UsualTime reports whether a text is a time as CloudTrail writes it, that every
// reader of times takes: 2026-03-02T09:00:00Z.
func UsualTime(text []byte) bool {
	if len(text) != len("2026-03-02T09:00:00Z") || !HasForm(text, "0000-00-00T00:00:00Z") {
		return false
	}
	two := func(i int) int { return int(text[i]-'0')*10 + int(text[i+1]-'0') }
	month, day := two(5), two(8)
	return (two(0) == 20 || two(0) == 21) && month >= 1 && month <= 12 && day >= 1 && day <= 28 &&
		two(11) < 24 && two(14) < 60 && two(17) < 60
}
