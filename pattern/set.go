package pattern

import (
	"math/bits"
	"sync"
)

// A Set evaluates many patterns in one pass over a message. It is immutable
// and safe for concurrent use.
type Set struct {
	programs []program // in the order of the patterns
	tree     *tree
	slots    int // of the tree
	index    index
	states   sync.Pool // *state
	scans    sync.Pool // *Scan, or *PlainScan of a Plain
}

// program is a compiled pattern: one of its parts is set.
type program struct {
	json  *jsonProgram
	terms *termsProgram
	slots *slotsProgram
}

// state is what one evaluation needs of memory.
type state struct {
	fields     fieldReader
	tokens     []token
	tokenized  bool
	candidates []uint64 // a bit per pattern
}

// NewSet makes a set of patterns. Their order gives them their indices.
func NewSet(patterns ...*Pattern) *Set { return newSet(patterns, func(*tree) {}) }

// newSet makes a set of patterns whose tree has what plant adds as well.
func newSet(patterns []*Pattern, plant func(*tree)) *Set {
	s := &Set{tree: &tree{}, programs: make([]program, len(patterns))}
	for i, p := range patterns {
		switch p.form {
		case JSON:
			s.programs[i].json = newJSONProgram(p.expr, s.tree)
		case Delimited:
			s.programs[i].slots = newSlotsProgram(p.slots)
		default:
			s.programs[i].terms = newTermsProgram(p.terms)
		}
	}
	plant(s.tree)
	s.slots = s.tree.number(0)
	for _, p := range s.programs {
		if p.json != nil {
			p.json.resolve()
		}
	}
	s.index = newIndex(s.programs, s.slots)
	return s
}

// Match appends the indices of the patterns that match the message to dst, in
// ascending order, and returns it. It reads the message once.
func (s *Set) Match(message []byte, dst []int) []int {
	st, ok := s.states.Get().(*state)
	if !ok {
		st = s.newState()
	}
	if s.index.readsFields && st.fields.read(message, s.tree) {
		s.index.add(&st.fields, st.candidates)
	}
	for _, i := range s.index.texts {
		st.candidates[i/64] |= 1 << (i % 64)
	}
	dst = s.verify(message, st, dst)
	st.tokenized = false
	st.trim()
	s.states.Put(st)
	return dst
}

// verify asks the candidates, which are none then, and appends those that match.
func (s *Set) verify(message []byte, st *state, dst []int) []int {
	for word, set := range st.candidates {
		st.candidates[word] = 0
		for ; set != 0; set &= set - 1 {
			i := word*64 + bits.TrailingZeros64(set)
			if s.programs[i].matches(message, st) {
				dst = append(dst, i)
			}
		}
	}
	return dst
}

func (s *Set) newState() *state {
	return &state{
		fields:     fieldReader{fields: make([]field, s.slots)},
		candidates: make([]uint64, (len(s.programs)+63)/64),
	}
}

// maxScratch bounds what a state keeps of the memory that one odd message took.
const maxScratch = 1 << 16

// trim forgets the message and what was taken for it beyond that.
func (st *state) trim() {
	st.fields.text = nil
	if cap(st.fields.key) > maxScratch {
		st.fields.once, st.fields.key = nil, nil
	}
	if cap(st.fields.arrays) > maxScratch/8 {
		st.fields.arrays = nil
	}
	if cap(st.tokens) > maxScratch/32 {
		st.tokens = nil
	}
}
