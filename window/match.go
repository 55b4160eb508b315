package window

import (
	"crypto/sha256"
	"math"
	"time"

	"trailnotify/window/set"
)

// MaxSummary is the greatest length of a [Match.Summary] in bytes.
const MaxSummary = 300

// Identity tells one record from another, or one value from another where a
// rule counts different values.
type Identity = set.Identity

// IdentityOf is the identity of a record's key or of a value: the first 16
// bytes of its SHA-256.
func IdentityOf(s string) Identity {
	sum := sha256.Sum256([]byte(s))
	return Identity(sum[:16])
}

// Kind says what kind of match something is, see [Match.Kind].
type Kind = set.Kind

// Match is one record that matches one rule.
type Match struct {
	Rule     *Rule
	Group    Group
	Time     time.Time // event time, counted in whole seconds
	Identity Identity  // of the record; of the value where the rule has Distinct
	// Kind tells apart what an alert tells apart. The sample of a window keeps
	// a summary of each Kind.Call and of each kind before a second one of any,
	// and [Crossing.Numbers] has how many matches there are of each. Whole
	// should be different wherever Call is. The same match must always come
	// with the same kind.
	Kind Kind
	// Summary is what an alert wants to know of the match. It is stored as it
	// is and never looked into; an empty one, or one longer than MaxSummary,
	// is left out. The same match must always come with the same summary.
	Summary []byte
	// Exception names the exception that takes the record out of the rule. An
	// excepted record is tallied for the alert and never counted.
	Exception string
}

// Countable reports whether the match has a time that can be counted: its
// window starts after 1970-01-01T00:00:00Z and it lies before the year 2106.
// [Counter.Count] passes over a match that is not countable.
func (m Match) Countable() bool {
	t := m.Time.Unix()
	return t >= m.Rule.period() && t <= math.MaxUint32
}
