// Package mute is silence on purpose: what people ask for, what is valid, and
// what it covers.
//
// Alerts spend matches; people mute alerts. While a mute is in force, matches
// are counted and crossings spend as always, and only the messages stay away.
// Each mute has a reason and a name, and an end at most 7 days away.
package mute

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The limits of mutes.
const (
	MaxLength = 7 * 24 * time.Hour
	MaxText   = 200 // characters of a reason, and of a name
	MaxMutes  = 50  // at the same time
)

// A Mute keeps the messages of a rule, of one group of it, or of all rules from
// being sent.
type Mute struct {
	ID       string    `json:"id"`
	Rule     string    `json:"rule,omitempty"`  // "": all rules
	Group    string    `json:"group,omitempty"` // the ID of a group of the rule, as alerts have it; "": all groups
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Reason   string    `json:"reason"`             // as the caller gave it
	By       string    `json:"by"`                 // as the caller gave it: nobody has checked it
	Critical bool      `json:"critical,omitempty"` // rules of severity critical are muted as well
}

// Parse reads a mute as [Mute.String] writes it.
func Parse(text string) (Mute, error) {
	var m Mute
	err := json.Unmarshal([]byte(text), &m)
	return m, err
}

// String is the mute as it is stored.
func (m Mute) String() string {
	text, _ := json.Marshal(m) // strings, times and booleans always encode
	return string(text)
}

// Ended reports whether the mute is over.
func (m Mute) Ended(now time.Time) bool { return !now.Before(m.Until) }

// Covers reports whether the mute, while it is in force, keeps a message of a
// rule and group from being sent. The group is "" where the message is about
// none or several.
func (m Mute) Covers(rule, group string, critical bool) bool {
	return (m.Rule == "" || m.Rule == rule) && (m.Group == "" || m.Group == group) && (m.Critical || !critical)
}

// What says what is muted.
func (m Mute) What() string {
	switch {
	case m.Rule == "" && m.Critical:
		return "all rules"
	case m.Rule == "":
		return "all rules but the critical ones"
	case m.Group == "":
		return m.Rule
	default:
		return m.Rule + ", group " + m.Group
	}
}

// Sort puts mutes in order: the one that ends first comes first.
func Sort(all []Mute) {
	slices.SortFunc(all, func(a, b Mute) int {
		if c := a.Until.Compare(b.Until); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// Find returns the first of the mutes that covers a message at a time.
func Find(all []Mute, now time.Time, rule, group string, critical bool) (Mute, bool) {
	for _, m := range all {
		if !m.Ended(now) && m.Covers(rule, group, critical) {
			return m, true
		}
	}
	return Mute{}, false
}

// Line describes the mute in one line for people.
func (m Mute) Line() string {
	return fmt.Sprintf("%s until %s, by %s: %s", m.What(), m.Until.UTC().Format(time.RFC3339), m.By, m.Reason)
}
