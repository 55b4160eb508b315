package pattern

import (
	"trailnotify/pattern/internal/fields"
)

// index finds the patterns that may match a record without asking each one.
// Every JSON pattern is filed under triggers, at least one of which holds
// whenever the pattern matches: a text that a field must be, begin with or end
// with, or a field that must be present. A pattern without any is always asked.
type index struct {
	readsFields bool  // there are JSON patterns
	texts       []int // the other patterns
	always      []int // JSON patterns without triggers
	fields      []fieldIndex
}

// fieldIndex is what is looked up when a field is present.
type fieldIndex struct {
	field    int
	present  []int
	exact    map[string][]int
	prefixes []affix
	suffixes []affix
}

// affix holds the texts of one length that fields may begin or end with.
type affix struct {
	length   int
	patterns map[string][]int
}

// newIndex chooses the triggers of each pattern.
func newIndex(programs []program, nodes int) index {
	x := index{}
	byField := make([]fieldIndex, nodes)
	variety := countTexts(programs, nodes)
	for i, p := range programs {
		if p.json == nil {
			x.texts = append(x.texts, i)
			continue
		}
		x.readsFields = true
		x.insert(i, p.json, variety, byField)
	}
	for field, s := range byField {
		if !s.empty() {
			s.field = field
			x.fields = append(x.fields, s)
		}
	}
	return x
}

// insert files a JSON pattern under its triggers.
func (x *index) insert(pattern int, p *jsonProgram, variety []int, byField []fieldIndex) {
	triggers, _, ok := p.triggers(variety)
	if !ok {
		x.always = append(x.always, pattern)
	}
	for _, t := range triggers {
		byField[t.field].insert(t, pattern)
	}
}

// findCandidates sets the bit of every pattern that may match the fields that
// were read.
func (x *index) findCandidates(r *fields.Reader, candidates []uint64) {
	setBits(candidates, x.always)
	for i := range x.fields {
		s := &x.fields[i]
		f := r.Fields[s.field]
		if !f.Present() {
			continue
		}
		setBits(candidates, s.present)
		if s.exact == nil && s.prefixes == nil && s.suffixes == nil {
			continue
		}
		if text, ok := r.TextOf(f); ok {
			s.lookup(text, candidates)
		}
	}
}

func (s *fieldIndex) lookup(text []byte, candidates []uint64) {
	setBits(candidates, s.exact[string(text)])
	for i := range s.prefixes {
		if a := &s.prefixes[i]; len(text) >= a.length {
			setBits(candidates, a.patterns[string(text[:a.length])])
		}
	}
	for i := range s.suffixes {
		if a := &s.suffixes[i]; len(text) >= a.length {
			setBits(candidates, a.patterns[string(text[len(text)-a.length:])])
		}
	}
}

func setBits(candidates []uint64, patterns []int) {
	for _, i := range patterns {
		candidates[i/64] |= 1 << (i % 64)
	}
}

func (s *fieldIndex) empty() bool {
	return s.present == nil && s.exact == nil && s.prefixes == nil && s.suffixes == nil
}

func (s *fieldIndex) insert(t trigger, pattern int) {
	switch t.kind {
	case triggerPresent:
		s.present = append(s.present, pattern)
	case triggerExact:
		if s.exact == nil {
			s.exact = map[string][]int{}
		}
		s.exact[t.text] = append(s.exact[t.text], pattern)
	case triggerPrefix:
		insertAffix(&s.prefixes, t.text, pattern)
	case triggerSuffix:
		insertAffix(&s.suffixes, t.text, pattern)
	}
}

func insertAffix(affixes *[]affix, text string, pattern int) {
	for _, a := range *affixes {
		if a.length == len(text) {
			a.patterns[text] = append(a.patterns[text], pattern)
			return
		}
	}
	*affixes = append(*affixes, affix{len(text), map[string][]int{text: {pattern}}})
}
