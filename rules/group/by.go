package group

import (
	"slices"
	"strings"

	"trailnotify/cloudtrail"
)

// MaxParts is the most parts of a [By].
const MaxParts = 8

// A By is what matches are counted apart by: parts that all tell groups apart.
type By []Part

// String returns the parts as a rule file writes them in a list, without its
// outer brackets: actor, outcome. Selectors alone are in brackets of their own,
// [$.a], [$.b], as rule files need them.
func (b By) String() string {
	sources := b.Sources()
	if len(b) < 2 || slices.ContainsFunc(b, func(p Part) bool { return len(p.selectors) != 1 }) {
		return strings.Join(sources, ", ")
	}
	return "[" + strings.Join(sources, "], [") + "]"
}

// Sources returns each part as a rule file writes it.
func (b By) Sources() []string {
	sources := make([]string, len(b))
	for i, p := range b {
		sources[i] = p.String()
	}
	return sources
}

// Keys returns what tells the counts of this By from those of another one. For
// a single part these are its selectors, as they were before there were other
// parts, so that counts continue where a rule file only spells them anew.
func (b By) Keys() []string {
	if len(b) != 1 || b[0].number > 0 {
		keys := b.Sources()
		for i, p := range b {
			if len(p.selectors) == 1 {
				keys[i] = "[" + keys[i] + "]"
			}
		}
		return keys
	}
	keys := make([]string, len(b[0].selectors))
	for i, s := range b[0].selectors {
		keys[i] = s.String()
	}
	return keys
}

// A Record reads the parts of one record, each name at most once, however many
// rules ask for it. It is not safe for concurrent use.
type Record struct {
	JSON []byte

	members cloudtrail.Members
	taken   bool // the members are
	values  [maxNamed]string
	known   [maxNamed]bool // which of the values are
}

// maxNamed is the number of parts with a name.
const maxNamed = 7

// Of returns the parts of a record, which must not change.
func Of(r cloudtrail.Record) *Record { return &Record{JSON: r.JSON} }

// Group returns what identifies the group of a record: two records have the
// same one if and only if all their parts are the same. ok is false if the
// record has none of the parts. [By.Values] takes the result apart again.
//
// The result is the same for the same record at all times, and at most
// [MaxParts] times 1,600 bytes long. For a By with one part it is the value
// itself, unless that is longer than 512 bytes or has percent signs or control
// characters in it.
func (b By) Group(r *Record) (group string, ok bool) {
	if len(b) == 1 {
		value, ok := r.value(b[0])
		if !ok {
			return "", false
		}
		return encode(value), true
	}
	var all strings.Builder
	for i, p := range b {
		if i > 0 {
			all.WriteByte(separator)
		}
		value, present := r.value(p)
		if present {
			ok = true
			all.WriteString(encode(value))
		} else {
			all.WriteByte(mark)
		}
	}
	if !ok {
		return "", false
	}
	return all.String(), true
}

// Outcome returns the outcome of a record if it is one of the parts, otherwise
// "".
func (b By) Outcome(r *Record) string {
	for _, p := range b {
		if p.number == outcomePart.number {
			outcome, _ := r.value(p)
			return outcome
		}
	}
	return ""
}

// value is that of one part, not ok if it is missing.
func (r *Record) value(p Part) (value string, ok bool) {
	if p.number > 0 {
		value = r.named(p.number - 1)
		return value, value != ""
	}
	for _, s := range p.selectors {
		if value, ok = s.Value(r.JSON); ok {
			return value, true
		}
	}
	return "", false
}

func (r *Record) named(i int) string {
	if !r.known[i] {
		if !r.taken {
			r.members, r.taken = cloudtrail.Record{JSON: r.JSON}.Members(), true
		}
		r.values[i], r.known[i] = named[i].read(r.members), true
	}
	return r.values[i]
}

// A Value is one part of a group.
type Value struct {
	Part    Part
	Text    string // what the record said
	Missing bool   // the record said nothing, and Text is ""
	Cut     bool   // Text is the beginning and the end of what the record said
}

// Values takes apart what [By.Group] returned, or what is left of it after it
// was shortened: there are as many values as the text has.
func (b By) Values(group string) []Value {
	texts := strings.Split(group, string(separator))
	values := make([]Value, min(len(b), len(texts)))
	for i := range values {
		values[i] = decode(texts[i])
		values[i].Part = b[i]
	}
	return values
}
