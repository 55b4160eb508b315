package set

import (
	"bytes"
	"slices"
)

// Identity tells one record from another, or one value from another where a
// rule counts different values.
type Identity [16]byte

// Compare orders identities.
func (i Identity) Compare(other Identity) int { return bytes.Compare(i[:], other[:]) }

// Element is one counted match.
type Element struct {
	Time     uint32 // event time, seconds since 1970
	Identity Identity
	Kind     uint32 // the number of its kind; 0 where values are counted, which come in many kinds
}

// Before orders the elements of one identity.
func (e Element) Before(other Element) bool {
	return e.Time < other.Time || e.Time == other.Time && e.Kind < other.Kind
}

// Summary is what an alert wants to know of one counted identity.
type Summary struct {
	Identity Identity
	Kind     Kind
	Text     string
}

// Excepted is one record that an exception took out.
type Excepted struct {
	Identity Identity
	Name     string // of the exception
}

// Contents are three sets, each in any order: those of one item, or the union
// of several. In a union a member may come more than once. Only Elements take
// part in decisions.
type Contents struct {
	Elements  []Element
	Summaries []Summary
	Excepted  []Excepted
}

// Size is the number of members.
func (c Contents) Size() int { return len(c.Elements) + len(c.Summaries) + len(c.Excepted) }

// Details are the contents without the elements.
func (c Contents) Details() Contents { return Contents{nil, c.Summaries, c.Excepted} }

// Union is all that either holds.
func (c Contents) Union(other Contents) Contents {
	return Contents{
		slices.Concat(c.Elements, other.Elements),
		slices.Concat(c.Summaries, other.Summaries),
		slices.Concat(c.Excepted, other.Excepted),
	}
}

// Without are the contents after some were removed.
func (c Contents) Without(gone Contents) Contents {
	return Contents{
		Drop(c.Elements, gone.Elements),
		Drop(c.Summaries, gone.Summaries),
		Drop(c.Excepted, gone.Excepted),
	}
}

// Drop returns the members of all that are not gone.
func Drop[T comparable](all, gone []T) []T {
	if len(gone) == 0 {
		return all
	}
	set := make(map[T]struct{}, len(gone))
	for _, x := range gone {
		set[x] = struct{}{}
	}
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { _, ok := set[x]; return ok })
}

// Distinct is the number of different identities.
func Distinct(elements []Element) int {
	seen := make(map[Identity]struct{}, len(elements))
	for _, e := range elements {
		seen[e.Identity] = struct{}{}
	}
	return len(seen)
}

// Item is one stored item of a window.
type Item struct {
	Place Place
	Contents
}
