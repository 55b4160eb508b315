package set

// Kind says what kind of match something is, by the hashes of what it has in
// common with others. Matches with one Call have the same call and ended in the
// same way. Matches of one kind are alike in everything that an alert tells
// apart. The zero Kind is one like any other.
type Kind struct{ Call, Whole uint32 }

// Number is what an element keeps of the kind: half of it stands for the call,
// so that the matches of a call can be counted even where they are of more
// kinds than there is room to name.
func (k Kind) Number() uint32 { return k.Call&callOfNumber | k.Whole&^callOfNumber }

const callOfNumber = 0xffff0000

// Number is how many identities there are of one kind, or of one call.
type Number struct {
	Summary Summary // one of them
	N       int
	AtLeast bool // N is a lower bound
}

// Numbers are how many identities there are of each kind.
type Numbers struct {
	Calls []Number // of each call in a sample, however many kinds it has
	Kinds []Number // of each kind in the sample
	Rest  int      // of calls that the sample lacks
}

// NumbersOf counts the kinds of some elements and names them by a sample of
// their summaries. An identity counts once, with its first element.
//
// What the sample names is counted exactly. The exception are numbers that two
// kinds share, which happens to one pair in four billion, or to one in 65,536
// if both are of one call: these are counted as often as the sample has them.
// A call that the sample lacks is taken for one that it has, instead of for the
// rest, in one case of 65,536.
func NumbersOf(elements []Element, sample []Summary) Numbers {
	counts := map[uint32]int{}
	firsts := firstOfEach(elements)
	for _, e := range firsts {
		counts[e.Kind]++
	}
	kinds := tallyOf(sample, func(s Summary) Kind { return s.Kind })
	calls := tallyOf(sample, func(s Summary) Kind { return Kind{Call: s.Kind.Call} })
	for number, n := range counts {
		named := kinds.those(func(k Kind) bool { return k.Number() == number })
		kinds.credit(named, n)
		if len(named) == 0 {
			named = kinds.those(func(k Kind) bool { return k.Number()&callOfNumber == number&callOfNumber })
		}
		calls.credit(calls.those(func(k Kind) bool {
			for _, i := range named {
				if kinds.kinds[i].Call == k.Call {
					return true
				}
			}
			return false
		}), n)
	}
	all := Numbers{Calls: calls.numbers(), Kinds: kinds.numbers(), Rest: len(firsts)}
	for _, c := range all.Calls {
		all.Rest -= c.N
	}
	all.Rest = max(0, all.Rest)
	return all
}

// firstOfEach returns the first element of each identity.
func firstOfEach(elements []Element) map[Identity]Element {
	first := make(map[Identity]Element, len(elements))
	for _, e := range elements {
		if x, ok := first[e.Identity]; !ok || e.Before(x) {
			first[e.Identity] = e
		}
	}
	return first
}

// tally counts the kinds, or the calls, that a sample has, in its order.
type tally struct {
	kinds   []Kind
	first   []Summary
	sampled []int
	counted []int
	shared  []bool // something was counted that may be of another one
}

func tallyOf(sample []Summary, class func(Summary) Kind) *tally {
	t := &tally{}
	at := map[Kind]int{}
	for _, s := range sample {
		k := class(s)
		i, ok := at[k]
		if !ok {
			i, at[k] = len(t.kinds), len(t.kinds)
			t.kinds, t.first = append(t.kinds, k), append(t.first, s)
			t.sampled, t.counted, t.shared = append(t.sampled, 0), append(t.counted, 0), append(t.shared, false)
		}
		t.sampled[i]++
	}
	return t
}

func (t *tally) those(chosen func(Kind) bool) (all []int) {
	for i, k := range t.kinds {
		if chosen(k) {
			all = append(all, i)
		}
	}
	return all
}

// credit adds to the only one that a number can be of.
func (t *tally) credit(of []int, n int) {
	for _, i := range of {
		if len(of) == 1 {
			t.counted[i] += n
		} else {
			t.shared[i] = true
		}
	}
}

// numbers are never below what the sample itself shows: a window that is full
// may have refused the elements of what it samples.
func (t *tally) numbers() []Number {
	var all []Number
	for i, s := range t.first {
		short := t.counted[i] < t.sampled[i]
		all = append(all, Number{s, max(t.counted[i], t.sampled[i]), t.shared[i] || short})
	}
	return all
}
