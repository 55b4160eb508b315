package window

import (
	"crypto/sha256"
	"encoding/base64"
	"unicode/utf8"
)

// GroupKind says what a [Group] stands for.
type GroupKind uint8

const (
	GroupNone    GroupKind = iota // the rule has no By: all matches are one group
	GroupMissing                  // the record has none of the values that By asks for
	GroupValue                    // the matches with one value
	GroupCeiling                  // all groups together, see [Rule.Ceiling]; in crossings only
	GroupStorm                    // the groups themselves, see [Rule.Storm]; in crossings only
)

// Group is what matches of a rule are counted apart by. The zero Group is that
// of a rule without By.
type Group struct {
	Kind  GroupKind
	Value string // of GroupValue only; any text, as long as it likes. Of GroupStorm, what Storm is of its groups
	// Storm tells apart which groups make a storm together: those with one
	// value. So many groups whose calls failed don't fill the storm of those
	// whose calls succeeded. It is no part of what tells groups apart, and the
	// same group must always come with the same one.
	Storm string
}

// Key is the group's part of the stored key: one character for the kinds
// without a value, otherwise 22 characters of a hash, behind one character for
// a storm. So no value can be taken for another group, nor make a key too long.
func (g Group) Key() string {
	switch g.Kind {
	case GroupMissing:
		return "!"
	case GroupCeiling:
		return "~"
	case GroupStorm:
		if g.Value == "" {
			return "*"
		}
		return "*" + hashOf(g.Value)
	case GroupValue:
		return hashOf(g.Value)
	default:
		return "-"
	}
}

func hashOf(value string) string {
	sum := sha256.Sum256([]byte(value))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:22]
}

// grouped reports whether g is one of several groups of a rule with By.
func (g Group) grouped() bool { return g.Kind == GroupMissing || g.Kind == GroupValue }

// Lengths of texts that are stored for people, in bytes.
const (
	maxGroup   = 512
	maxDisplay = 64 // names of exceptions
)

// cutMiddle shortens s to at most n bytes and keeps both ends: what tells names
// apart, and how a call ended, is mostly at the end.
func cutMiddle(s string, n int) string {
	const gap = "…"
	if len(s) <= n {
		return s
	}
	end := len(s) - (n-len(gap))/2
	for end < len(s) && !utf8.RuneStart(s[end]) {
		end++
	}
	return cut(s, n-len(gap)-(len(s)-end)) + gap + s[end:]
}

// cut shortens s to at most n bytes without cutting a character in two.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
