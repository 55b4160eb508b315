package fault

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the name that s was probably meant to be, "" if none is near:
// if more than a third of s would have to change. Two letters may change places
// in any word long enough to be told from others. Capitals and small letters
// count as the same. Of several names that are equally near, the first one
// counts.
func Nearest(s string, names []string) string {
	length := utf8.RuneCountInString(s)
	most := max(1, length/3)
	if length >= 4 {
		most = max(2, most)
	}
	return NearestWithin(s, names, most)
}

// NearestWithin is [Nearest] with a bound on the characters that change, for
// long lists in which something is always near.
func NearestWithin(s string, names []string, most int) string {
	length := utf8.RuneCountInString(s)
	folded := strings.ToLower(s)
	best, distance := "", most+1
	for _, name := range names {
		if d := utf8.RuneCountInString(name) - length; d >= distance || -d >= distance {
			continue
		}
		if d := levenshtein.ComputeDistance(folded, strings.ToLower(name)); d < distance {
			best, distance = name, d
		}
	}
	return best
}
