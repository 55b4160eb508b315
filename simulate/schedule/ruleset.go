package schedule

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing/fstest"
	"time"

	"trailnotify/rules"
	"trailnotify/window"
)

// A RuleSet is the rules of a schedule, as the product and as the checker know
// them, and every key under which they can count anything. It is never changed.
type RuleSet struct {
	Number int // in the pool
	Shapes []*Shape
	Counts []*window.Rule // what the product counts for each of them
	Rules  *rules.Set
	Keys   []*Key
	Index  map[string]int // of keys, by the stored key
	First  []int          // of the keys of each shape
}

// A Key is what is counted, alerted and leased together: a rule and a group, or
// all groups of a rule as its ceiling, or as its storm.
type Key struct {
	*Shape
	Group     window.Group
	Rule      int // index of the shape
	Stored    string
	Identity  window.Identity // of the group among those of a storm
	Threshold int
	Storm     int // index of the key of the storm, -1 where there is none
}

// String names the key for people: Denials/actor-3.
func (k *Key) String() string {
	switch k.Group.Kind {
	case window.GroupMissing:
		return k.Name() + "/missing"
	case window.GroupValue:
		return k.Name() + k.Group.Value[len("arn:aws:iam::111122223333:role"):]
	case window.GroupCeiling:
		return k.Name() + "/ceiling"
	case window.GroupStorm:
		return k.Name() + "/storm"
	default:
		return k.Name()
	}
}

// poolSize is the number of different rule sets. They are compiled once, so
// that a schedule costs no more than its events.
const poolSize = 384

var pool [poolSize]struct {
	once sync.Once
	set  *RuleSet

	next    sync.Once
	changed *RuleSet
}

// pooledRules returns the rule set of that number.
func pooledRules(n int) *RuleSet {
	p := &pool[n]
	p.once.Do(func() {
		r := rand.New(rand.NewPCG(uint64(n), 0x72756c6573))
		var shapes []*Shape
		for _, t := range r.Perm(int(subjects))[:1+r.IntN(5)/2] {
			shapes = append(shapes, randomShape(r, subject(t)))
		}
		p.set = NewRuleSet(n, shapes...)
	})
	return p.set
}

// NewRuleSet has the product compile the rule files of the shapes.
func NewRuleSet(number int, shapes ...*Shape) *RuleSet {
	files := fstest.MapFS{}
	for _, s := range shapes {
		files[s.Name()+".yaml"] = &fstest.MapFile{Data: []byte(s.yaml())}
	}
	set, err := rules.Load(files, ".")
	if err != nil {
		panic(fmt.Sprintf("rule set %d: %v", number, err)) // the shapes are ours
	}
	rs := &RuleSet{Number: number, Shapes: shapes, Rules: set, Index: map[string]int{}}
	for i := range shapes {
		rs.addKeys(i)
	}
	return rs
}

func (rs *RuleSet) addKeys(rule int) {
	s := rs.Shapes[rule]
	rs.First = append(rs.First, len(rs.Keys))
	counted := &window.Rule{
		Name: s.Name(), Period: time.Duration(s.Period) * time.Second, Quiet: time.Duration(s.Quiet) * time.Second,
		Threshold: s.Threshold, Ceiling: s.Ceiling, Storm: s.Storm,
	}
	if s.Always {
		counted.Closing = window.ClosingAlways
	}
	rs.Counts = append(rs.Counts, counted)
	if s.Distinct {
		counted.Distinct = distinctSource
	}
	add := func(g window.Group, threshold, storm int) {
		stored := counted.Key(g)
		rs.Index[stored] = len(rs.Keys)
		rs.Keys = append(rs.Keys, &Key{s, g, rule, stored, window.IdentityOf(stored), threshold, storm})
	}
	if !s.By {
		add(window.Group{}, s.Threshold, -1)
		return
	}
	counted.By = bySources
	storm := len(rs.Keys) + Actors + 1
	for actor := range Actors {
		add(Record{Actor: actor}.Group(), s.Threshold, storm)
	}
	add(window.Group{Kind: window.GroupCeiling}, s.Ceiling, -1)
	add(window.Group{Kind: window.GroupStorm}, s.Storm+1, -1)
}
