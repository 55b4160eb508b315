package check

import (
	"slices"

	"trailnotify/simulate/schedule"
	"trailnotify/window"
)

// Counts is called with what the detector has the counter count. It must be
// what the schedule says, record by record.
func (k *Checker) Counts(v *Caller, matches []window.Match, now int64) {
	if v.Dead {
		return
	}
	v.wrote = map[pageOf]bool{}
	s := k.schedule
	at, done := 0, 0 // position in the batch, and the rules that its record was matched with
	for _, m := range matches {
		rule := slices.IndexFunc(s.Rules.Shapes, func(s *schedule.Shape) bool { return s.Name() == m.Rule.Name })
		for at < len(v.Batch.Records) && done == k.matching(v.Batch, at, now) {
			at, done = at+1, 0
		}
		if at == len(v.Batch.Records) || rule < 0 || done&(1<<rule) != 0 || !k.same(v.Batch, at, rule, m) {
			k.Fail(Mismatched, "the next record of the batch is not the match %+v", m)
			return
		}
		done |= 1 << rule
	}
	for ; at < len(v.Batch.Records); at, done = at+1, 0 {
		if n := v.Batch.Records[at]; done != k.matching(v.Batch, at, now) {
			k.Fail(Mismatched, "not all rules match record %d", s.Records[n].ID)
		}
	}
}

// matching is the set of the rules that a record of a batch matches and counts
// for at a time, by their indices.
func (k *Checker) matching(b *Goods, at int, now int64) int {
	set := 0
	r := &k.schedule.Records[b.Records[at]]
	if r.Early(b.Arrived, now) {
		k.Saw(EarlyRecord)
		b.early = append(b.early, b.Records[at])
		return 0
	}
	for i, rule := range k.schedule.Rules.Shapes {
		if _, ok := rule.Match(r); ok {
			set |= 1 << i
		}
	}
	return set
}

// same compares a match with the record that it should be of, and notes what
// the product calls it.
func (k *Checker) same(b *Goods, at, rule int, m window.Match) bool {
	s, n := k.schedule, b.Records[at]
	r, shape := &s.Records[n], s.Rules.Shapes[rule]
	exception, ok := shape.Match(r)
	group := window.Group{}
	if shape.By {
		group = r.Group()
	}
	what := naming{id: r.ID}
	if shape.Distinct && exception == "" {
		what = naming{true, r.Action}
	}
	if r.Counts(b.Arrived) != r.At {
		k.Saw(DatedAhead)
	}
	k.texts[written{n, r.Counts(b.Arrived)}] = string(m.Summary)
	return ok && m.Exception == exception && m.Group == group && m.Time.Unix() == r.Counts(b.Arrived) && k.name(what, m.Identity) && k.nameKind(r, m.Kind)
}

// nameKind notes a kind; different kinds must have different ones.
func (k *Checker) nameKind(r *schedule.Record, kind window.Kind) bool {
	call, whole := r.Kind()
	for what, kind := range map[string]window.Kind{call: {Call: kind.Call}, whole: kind} {
		known, ok := k.kinds[what]
		meant, taken := k.kindsMeant[kind]
		if !ok && !taken {
			k.kinds[what], k.kindsMeant[kind] = kind, what
		} else if known != kind || meant != what {
			return false
		}
	}
	return true
}

// kind is what the product calls the kind of a record.
func (k *Checker) kind(record int) window.Kind {
	_, whole := k.schedule.Records[record].Kind()
	return k.kinds[whole]
}

// elementKind is what an element of a record must say of its kind.
func (k *Checker) elementKind(l *ledger, record int) uint32 {
	if l.Distinct {
		return 0
	}
	return k.kind(record).Number()
}

// name notes an identity; different things must have different ones.
func (k *Checker) name(what naming, identity window.Identity) bool {
	known, ok := k.named[what]
	meant, taken := k.meant[identity]
	if !ok && !taken {
		k.named[what], k.meant[identity] = identity, what
		return true
	}
	return ok && taken && known == identity && meant == what
}
