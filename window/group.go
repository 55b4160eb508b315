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
	Value string // of GroupValue only; any text, as long as it likes
}

// Key is the group's part of the stored key: one character for the four kinds
// without a value, otherwise 22 characters of a hash. So no value can be taken
// for another group, nor make a key too long.
func (g Group) Key() string {
	switch g.Kind {
	case GroupMissing:
		return "!"
	case GroupCeiling:
		return "~"
	case GroupStorm:
		return "*"
	case GroupValue:
		sum := sha256.Sum256([]byte(g.Value))
		return base64.RawURLEncoding.EncodeToString(sum[:])[:22]
	default:
		return "-"
	}
}

// grouped reports whether g is one of several groups of a rule with By.
func (g Group) grouped() bool { return g.Kind == GroupMissing || g.Kind == GroupValue }

// Lengths of texts that are stored for people, in bytes.
const (
	maxGroup   = 512
	maxDisplay = 64 // names of groups in a storm, and of exceptions
)

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
