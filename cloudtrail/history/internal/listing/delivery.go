package listing

import "strings"

// deliveryTime finds the time in a name as CloudTrail gives its files,
// 111122223333_CloudTrail_us-east-1_20230710T1145Z_7xgocspSowgK0Gto.json.gz, and "" in others.
func deliveryTime(name string) string {
	const form = "00000000T0000"
	_, rest, found := strings.Cut(name, "_CloudTrail")
	for ; found && len(rest) >= len(form); rest = rest[1:] {
		if HasForm(rest, form) {
			return rest[:len(form)]
		}
	}
	return ""
}

// HasForm reports whether s begins like form, whose zeros stand for digits.
func HasForm[T string | []byte](s T, form string) bool {
	for i := range len(form) {
		if c := s[i]; form[i] == '0' && (c < '0' || c > '9') || form[i] != '0' && c != form[i] {
			return false
		}
	}
	return true
}
