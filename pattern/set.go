package pattern

import (
	"math/bits"
	"sync"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/syntax"
)

// A Set evaluates many patterns in one pass over a message. It is immutable
// and safe for concurrent use.
type Set struct {
	programs   []program // in the order of the patterns
	tree       *fields.Tree
	fieldCount int // of the tree
	index      index
	states     sync.Pool // *state
	scans      sync.Pool // *Scan, or *PlainScan of a Plain
}

// program is a compiled pattern: one of its parts is set.
type program struct {
	json      *jsonProgram
	terms     *termsProgram
	delimited *delimitedProgram
}

// state is what one evaluation needs of memory.
type state struct {
	fields     *fields.Reader
	tokens     []token
	tokenized  bool
	candidates []uint64 // a bit per pattern
}

// NewSet makes a set of patterns. Their order gives them their indices.
func NewSet(patterns ...*Pattern) *Set { return newSet(patterns, func(*fields.Tree) {}) }

// newSet makes a set of patterns whose tree has what plant adds as well.
func newSet(patterns []*Pattern, plant func(*fields.Tree)) *Set {
	s := &Set{tree: &fields.Tree{}, programs: make([]program, len(patterns))}
	for i, p := range patterns {
		s.programs[i] = newProgram(p.parsed, s.tree)
	}
	plant(s.tree)
	s.fieldCount = s.tree.Number(0)
	for _, p := range s.programs {
		if p.json != nil {
			p.json.resolve()
		}
	}
	s.index = newIndex(s.programs, s.fieldCount)
	return s
}

// newProgram compiles a pattern and plants its selectors in the tree.
func newProgram(p *syntax.Pattern, t *fields.Tree) program {
	switch p.Form {
	case syntax.JSON:
		return program{json: newJSONProgram(p.Expr, t)}
	case syntax.Delimited:
		return program{delimited: newDelimitedProgram(p.Slots)}
	default:
		return program{terms: newTermsProgram(p.Terms)}
	}
}

// Match appends the indices of the patterns that match the message to dst, in
// ascending order, and returns it. It reads the message once.
func (s *Set) Match(message []byte, dst []int) []int {
	st, ok := s.states.Get().(*state)
	if !ok {
		st = s.newState()
	}
	if s.index.readsFields && st.fields.Read(message, s.tree) {
		s.index.findCandidates(st.fields, st.candidates)
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

// verify asks the candidates, clears them, and appends those that
// match.
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
		fields:     fields.NewReader(s.fieldCount),
		candidates: make([]uint64, (len(s.programs)+63)/64),
	}
}

// maxTokens bounds what a state keeps of the memory that one odd message took.
const maxTokens = 1 << 11

// trim forgets the message and what was taken for it beyond that.
func (st *state) trim() {
	st.fields.Trim()
	if cap(st.tokens) > maxTokens {
		st.tokens = nil
	}
}
