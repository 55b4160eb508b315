package simulate

import (
	"slices"

	"trailnotify/window"
)

// counts is called with what the detector has the counter count. It must be
// what the schedule says, record by record.
func (k *checker) counts(v *invocation, matches []window.Match) {
	if v.dead {
		return
	}
	s := k.world.schedule
	at, done := 0, 0 // position in the batch, and the rules that its record was matched with
	for _, m := range matches {
		rule := slices.IndexFunc(s.rules.shapes, func(s *shape) bool { return s.name() == m.Rule.Name })
		for at < len(v.batch.records) && done == s.matching(v.batch.records[at]) {
			at, done = at+1, 0
		}
		if at == len(v.batch.records) || rule < 0 || done&(1<<rule) != 0 || !k.same(v.batch.records[at], rule, m) {
			k.fail(Mismatched, "the next record of the batch is not the match %+v", m)
			return
		}
		done |= 1 << rule
	}
	for ; at < len(v.batch.records); at, done = at+1, 0 {
		if n := v.batch.records[at]; done != s.matching(n) {
			k.fail(Mismatched, "not all rules match record %d", s.records[n].id)
		}
	}
}

// matching is the set of the rules that a record matches, by their indices.
func (s *schedule) matching(n int) int {
	set := 0
	for i, rule := range s.rules.shapes {
		if _, ok := rule.match(&s.records[n]); ok {
			set |= 1 << i
		}
	}
	return set
}

// same compares a match with the record that it should be of, and notes what
// the product calls it.
func (k *checker) same(n, rule int, m window.Match) bool {
	s := k.world.schedule
	r, shape := &s.records[n], s.rules.shapes[rule]
	exception, ok := shape.match(r)
	group := window.Group{}
	if shape.by {
		group = r.group()
	}
	what := naming{id: r.id}
	if shape.distinct && exception == "" {
		what = naming{true, r.action}
	}
	k.texts[n] = string(m.Summary)
	return ok && m.Exception == exception && m.Group == group && m.Time.Unix() == r.at && k.name(what, m.Identity)
}

// name notes an identity; different things must have different ones.
func (k *checker) name(what naming, identity window.Identity) bool {
	known, ok := k.named[what]
	meant, taken := k.meant[identity]
	if !ok && !taken {
		k.named[what], k.meant[identity] = identity, what
		return true
	}
	return ok && taken && known == identity && meant == what
}
