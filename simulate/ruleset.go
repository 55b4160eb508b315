package simulate

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing/fstest"
	"time"

	"trailnotify/rules"
	"trailnotify/window"
)

// A ruleSet is the rules of a schedule, as the product and as the checker know
// them, and every key under which they can count anything. It is never changed.
type ruleSet struct {
	number int // in the pool
	shapes []*shape
	rules  *rules.Set
	keys   []*key
	index  map[string]int // of keys, by the stored key
	first  []int          // of the keys of each shape
}

// A key is what is counted, alerted and leased together: a rule and a group, or
// all groups of a rule as its ceiling, or as its storm.
type key struct {
	*shape
	group     window.Group
	rule      int // index of the shape
	stored    string
	identity  window.Identity // of the group among those of a storm
	threshold int
	storm     int // index of the key of the storm, -1 where there is none
}

// String names the key for people: Denials/actor-3.
func (k *key) String() string {
	switch k.group.Kind {
	case window.GroupMissing:
		return k.name() + "/missing"
	case window.GroupValue:
		return k.name() + k.group.Value[len("arn:aws:iam::111122223333:role"):]
	case window.GroupCeiling:
		return k.name() + "/ceiling"
	case window.GroupStorm:
		return k.name() + "/storm"
	default:
		return k.name()
	}
}

// poolSize is the number of different rule sets. They are compiled once, so
// that a schedule costs no more than its events.
const poolSize = 384

var pool [poolSize]struct {
	once sync.Once
	set  *ruleSet
}

// pooledRules returns the rule set of that number.
func pooledRules(n int) *ruleSet {
	p := &pool[n]
	p.once.Do(func() {
		r := rand.New(rand.NewPCG(uint64(n), 0x72756c6573))
		var shapes []*shape
		for _, t := range r.Perm(int(topics))[:1+r.IntN(5)/2] {
			shapes = append(shapes, randomShape(r, topic(t)))
		}
		p.set = newRuleSet(n, shapes...)
	})
	return p.set
}

// newRuleSet has the product compile the rule files of the shapes.
func newRuleSet(number int, shapes ...*shape) *ruleSet {
	files := fstest.MapFS{}
	for _, s := range shapes {
		files[s.name()+".yaml"] = &fstest.MapFile{Data: []byte(s.yaml())}
	}
	set, err := rules.Load(files, ".")
	if err != nil {
		panic(fmt.Sprintf("rule set %d: %v", number, err)) // the shapes are ours
	}
	rs := &ruleSet{number: number, shapes: shapes, rules: set, index: map[string]int{}}
	for i := range shapes {
		rs.addKeys(i)
	}
	return rs
}

func (rs *ruleSet) addKeys(rule int) {
	s := rs.shapes[rule]
	rs.first = append(rs.first, len(rs.keys))
	counted := &window.Rule{Name: s.name(), Period: time.Duration(s.period) * time.Second}
	if s.distinct {
		counted.Distinct = distinctSource
	}
	add := func(g window.Group, threshold, storm int) {
		stored := counted.Key(g)
		rs.index[stored] = len(rs.keys)
		rs.keys = append(rs.keys, &key{s, g, rule, stored, window.IdentityOf(stored), threshold, storm})
	}
	if !s.by {
		add(window.Group{}, s.threshold, -1)
		return
	}
	counted.By = bySources
	storm := len(rs.keys) + actors + 1
	for actor := range actors {
		add(record{actor: actor}.group(), s.threshold, storm)
	}
	add(window.Group{Kind: window.GroupCeiling}, s.ceiling, -1)
	add(window.Group{Kind: window.GroupStorm}, s.storm+1, -1)
}
