package set

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
)

// Place is where an item lies among those of its rule and group. All parts of a
// window, and of the windows that follow it, lie in one row.
type Place struct {
	Start int64 // of the window, in seconds since 1970, above 0; negative for its details
	Part  Part
}

// Part tells the parts of a window apart: a fraction of a second, in units of
// 1e-19. It is 0 where a window is one item.
type Part uint64

const (
	second  Part = 10_000_000_000_000_000_000 // one more than the last part
	slot    Part = second / 1000
	own     Part = second / 10 * 9 // from here on, parts are those of one write
	maxSlot      = 899

	// LastPart is the highest part.
	LastPart = second - 1
)

// Whole is the place of a window that is a single item.
func Whole(start int64) Place { return Place{Start: start} }

// Details is the place of what is too much to lie in the parts of a window,
// where each decision would pay for reading it: far from all of them.
func Details(start int64) Place { return Place{Start: -start} }

// Window is the start of the window that an item at p belongs to.
func (p Place) Window() int64 { return max(p.Start, -p.Start) }

// Compare orders places as they are stored.
func (p Place) Compare(other Place) int {
	return cmp.Or(cmp.Compare(p.Start, other.Start), cmp.Compare(p.Part, other.Part))
}

// Next is the lowest place above p.
func (p Place) Next() Place {
	if p.Start < 0 || p.Part == LastPart {
		return Place{Start: p.Start + 1}
	}
	return Place{p.Start, p.Part + 1}
}

// Range are the places From to To, both included.
type Range struct{ From, To Place }

// PartsOf is the range of all parts of the windows from one to another.
func PartsOf(from, to int64) Range {
	return Range{Place{from, 0}, Place{to, LastPart}}
}

// DetailsOf is the range of the details of the windows from one to another.
func DetailsOf(from, to int64) Range { return Range{Details(to), Details(from)} }

// Holds reports whether a place lies in the range.
func (r Range) Holds(p Place) bool {
	return p.Compare(r.From) >= 0 && p.Compare(r.To) <= 0
}

// Layout says how the elements of a window are divided: a window that is full
// has about PartSize of them in each part.
type Layout struct {
	Capacity int  // identities that a window takes
	PartSize int  // elements that a part is meant for
	ByValue  bool // elements of one identity lie in one part: only there their middle ones can be found
}

// slots is the number of parts that writes share.
func (l Layout) slots() uint64 {
	return uint64(min((l.Capacity+l.PartSize-1)/l.PartSize, maxSlot))
}

// Portion is what goes into one part.
type Portion struct {
	Part     Part
	Elements []Element
}

// Divide divides the elements of one write among the parts, in their order. The
// same elements always go the same way. By default all of them go into one
// part: one that the write has for itself if they are many.
func (l Layout) Divide(elements []Element) []Portion {
	if len(elements) == 0 {
		return nil
	}
	if !l.ByValue {
		return []Portion{{l.partOf(elements), elements}}
	}
	parts := map[Part][]Element{}
	for _, e := range elements {
		part := l.slotOf(hash(e.Identity[:]))
		parts[part] = append(parts[part], e)
	}
	var all []Portion
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		all = append(all, Portion{part, parts[part]})
	}
	return all
}

func (l Layout) partOf(elements []Element) Part {
	if len(elements) < l.PartSize {
		return l.slotOf(hashOf(elements))
	}
	return Own(elements)
}

// Own is a part that one write has for itself.
func Own(elements []Element) Part { return own + Part(hashOf(elements))%(second-own) }

func hashOf(elements []Element) uint64 {
	sorted := slices.SortedFunc(slices.Values(elements), func(a, b Element) int {
		return cmp.Or(a.Identity.Compare(b.Identity), cmp.Compare(a.Time, b.Time))
	})
	var all []byte
	for _, e := range sorted {
		all = append(binary.BigEndian.AppendUint32(all, e.Time), e.Identity[:]...)
	}
	return hash(all)
}

func (l Layout) slotOf(hash uint64) Part { return slot * Part(1+hash%l.slots()) }

func hash(b []byte) uint64 {
	sum := sha256.Sum256(b)
	return binary.BigEndian.Uint64(sum[:])
}

// LookAfter is the number of elements after which a process that wrote them to
// a window, and has not read it since, should look whether it is full.
func (l Layout) LookAfter() int { return max(1, l.Capacity/l.PartSize) }

// Full reports whether a window that holds the elements, and perhaps more, has
// all the identities that it takes.
func (l Layout) Full(elements []Element) bool {
	return len(elements) >= l.Capacity && Distinct(elements) >= l.Capacity
}
