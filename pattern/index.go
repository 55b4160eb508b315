package pattern

// index finds the patterns that may match a record without asking each one.
// Every JSON pattern stands under triggers, of which one at least holds
// whenever the pattern matches: a text that a field must be, begin with or end
// with, or a field that must be present. A pattern without any is always asked.
type index struct {
	readsFields bool  // there are JSON patterns
	texts       []int // the other patterns
	always      []int // JSON patterns without triggers
	slots       []slotIndex
}

// slotIndex is what is looked up when the field of a slot is present.
type slotIndex struct {
	slot     int
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
func newIndex(programs []program, slots int) index {
	x := index{}
	bySlot := make([]slotIndex, slots)
	variety := countTexts(programs, slots)
	for i, p := range programs {
		if p.json == nil {
			x.texts = append(x.texts, i)
			continue
		}
		x.readsFields = true
		triggers, _, ok := p.json.triggers(variety)
		if !ok {
			x.always = append(x.always, i)
		}
		for _, t := range triggers {
			bySlot[t.slot].insert(t, i)
		}
	}
	for slot, s := range bySlot {
		if !s.empty() {
			s.slot = slot
			x.slots = append(x.slots, s)
		}
	}
	return x
}

// add sets the bit of every pattern that may match the fields that were read.
func (x *index) add(r *fieldReader, candidates []uint64) {
	mark(candidates, x.always)
	for i := range x.slots {
		s := &x.slots[i]
		f := r.fields[s.slot]
		if !f.present() {
			continue
		}
		mark(candidates, s.present)
		if s.exact == nil && s.prefixes == nil && s.suffixes == nil {
			continue
		}
		if text, ok := r.textOf(f); ok {
			s.lookup(text, candidates)
		}
	}
}

func (s *slotIndex) lookup(text []byte, candidates []uint64) {
	mark(candidates, s.exact[string(text)])
	for i := range s.prefixes {
		if a := &s.prefixes[i]; len(text) >= a.length {
			mark(candidates, a.patterns[string(text[:a.length])])
		}
	}
	for i := range s.suffixes {
		if a := &s.suffixes[i]; len(text) >= a.length {
			mark(candidates, a.patterns[string(text[len(text)-a.length:])])
		}
	}
}

func mark(candidates []uint64, patterns []int) {
	for _, i := range patterns {
		candidates[i/64] |= 1 << (i % 64)
	}
}

func (s *slotIndex) empty() bool {
	return s.present == nil && s.exact == nil && s.prefixes == nil && s.suffixes == nil
}

func (s *slotIndex) insert(t trigger, pattern int) {
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
