package main

// A variant is a wrong version of the product, one that somebody could write.
type variant struct {
	name  string
	sign  string // the promises that it must be seen to break; any of them will do
	rate  string // of faults in percent at which it is looked for
	edits []edit
}

// What a variant can be caught by.
const (
	lost    = "missed,acknowledged early"
	copies  = "copied without a fault"
	falsely = "false"
	wrong   = "miscounted"
	order   = "out of order"
	names   = "too many names"
	unsent  = "recorded before sent"
	stuck   = "stuck"
	kept    = "withheld"
	linger  = "lingering"
	unlike  = "matched wrongly"
	open    = "not closed"
	amiss   = "closed wrongly"
	twice   = "closed twice"
)

// variants are the wrong variants that the specification of counting names, in
// its order, and behind them others of our own.
var variants = []variant{
	{
		name: "aligned windows only", sign: lost, rate: "0",
		edits: []edit{{"window/set/due.go", `next = v[w+t.Period].Elements`, `next = nil`}},
	},
	{
		name: "read before write", sign: lost, rate: "0",
		edits: []edit{
			{"window/rounds.go", `	"trailnotify/window/internal/queue"
`, `	"trailnotify/window/internal/queue"
	"trailnotify/window/set"
`},
			{"window/rounds.go", `	queue.Together(q.Add, l, c.writes(ctx, j), func() {
		j.wrote()
		queue.Together(q.Follow, l, c.reads(ctx, j), func() {
			q.Follow(l, func() { c.finishFirst(ctx, q, j) })
		})
	})
`, `	early := &job{subject: j.subject, lane: j.lane, seen: set.View{}}
	for _, t := range j.touches {
		if t.state == pending {
			early.touches = append(early.touches, &touch{start: t.start, state: written})
		}
	}
	queue.Together(q.Add, l, c.reads(ctx, early), func() {
		queue.Together(q.Follow, l, c.writes(ctx, j), func() {
			j.seen = early.seen
			j.wrote()
			for _, t := range j.touches {
				if t.state == written || t.state == looking {
					j.seen[t.start] = j.seen[t.start].Union(set.Contents{Elements: t.image})
					t.state = open
				}
			}
			q.Follow(l, func() { c.finishFirst(ctx, q, j) })
		})
	})
`},
		},
	},
	{
		name: "eventually consistent read of the neighbours", sign: lost, rate: "0",
		edits: []edit{{"window/read.go", `Read{Range: set.PartsOf(s.From, s.To)}, c.counting`, `Read{Range: set.PartsOf(s.From, s.To), Stale: true}, c.counting`}},
	},
	{
		name: "settle in descending order", sign: order, rate: "0",
		edits: []edit{{"window/set/due.go", `	for _, w := range candidates {
		if pub`, `	for i := range candidates {
		w := candidates[len(candidates)-1-i]
		if pub`}},
	},
	{
		name: "mute by an unsent alert", sign: lost, rate: "0",
		edits: []edit{{"window/set/due.go", `		if pub.Spends(w, t.Reach) {
			continue
		}
		var`, `		before := best(v[w-t.Period].Elements, v[w].Elements, t.Period)
		if pub.Spends(w, t.Reach) || t.Reach > 0 && before.Count >= t.Threshold {
			continue
		}
		var`}},
	},
	{
		name: "mute by a later window", sign: lost, rate: "0",
		edits: []edit{{"window/set/published.go", `	j, ok := p.Before(w + 1)
	return j, ok && w <= j+reach`, `	if j, ok := p.After(w); ok && j <= w+reach {
		return j, true
	}
	j, ok := p.Before(w + 1)
	return j, ok && w <= j+reach`}},
	},
	{
		name: "storm recorded before it was sent", sign: lost, rate: "2",
		edits: []edit{{"window/storm.go", `	said, err := c.send(`, `	if _, err := c.mark(ctx, l, facts.Unrecorded{Windows: []int64{w}}); err != nil {
		return err
	}
	said, err := c.send(`}},
	},
	{
		name: "storm cover recorded as the group's own window", sign: lost, rate: "0",
		edits: []edit{{"window/settle.go", `return facts.Unrecorded{Windows: []int64{storm}}, nil`, `_ = storm
		return facts.Unrecorded{Windows: v.Windows[:1]}, nil`}},
	},
	{
		name: "cap below the threshold", sign: lost, rate: "0",
		edits: []edit{{"window/gather.go", `max(threshold, b.Capacity)`, `max(1, threshold-1)`}},
	},
	{
		name: "no read of the next window", sign: lost, rate: "0",
		edits: []edit{{"window/read.go", `j.Around(j.in(written), 1, 1, j.known)`, `j.Around(j.in(written), 1, 0, j.known)`}},
	},
	{
		name: "the window before is no candidate", sign: lost, rate: "0",
		edits: []edit{{"window/set/due.go", `		if w > t.Period {
			all = append(all, w-t.Period)
		}
`, ``}},
	},
	{
		name: "distinct: count elements", sign: falsely, rate: "0",
		edits: []edit{
			{"window/set/due.go", `	for _, e := range all[:len(a)] {`, `	for i, e := range all[:len(a)] {`},
			{"window/set/due.go", `		if len(inside) > found.Count {
			found = Span{len(inside), e.Time, all[end-1].Time}`, `		if end-i > found.Count {
			found = Span{end - i, e.Time, all[end-1].Time}`},
		},
	},
	{
		name: "distinct: first time only", sign: lost, rate: "0",
		edits: []edit{{"window/content.go", `		if s.rule.Distinct != "" && x.last != x.first { // a record has one time
			all.Elements = append(all.Elements, x.last)
		}
`, ``}},
	},
	{
		name: "distinct: last time only", sign: lost, rate: "0",
		edits: []edit{{"window/content.go", `		all.Elements = append(all.Elements, x.first)
		if s.rule.Distinct != "" && x.last != x.first { // a record has one time
			all.Elements = append(all.Elements, x.last)
		}
`, `		all.Elements = append(all.Elements, x.last)
`}},
	},
	{
		name: "distinct: compaction leaves the first time only", sign: lost, rate: "0",
		edits: []edit{{"window/set/surplus.go", `e != x.first && e != x.last {`, `e != x.first {`}},
	},
	{
		name: "no lease", sign: copies, rate: "0",
		edits: []edit{{"window/lease.go", `	if !ok {
		return nil, l.published, nil
	}
`, `	_ = ok
`}},
	},
	{
		name: "lease shorter than the time-out", sign: copies, rate: "0",
		edits: []edit{{"window/counter.go", `return c.deadline.Add(c.options.Bounds.LeaseMargin)`, `return now.Add(time.Second)`}},
	},
	{
		name: "acknowledge while another holds the lease", sign: lost, rate: "0",
		edits: []edit{{"window/settle.go", `			return &LeaseError{j.key}`, `			return nil`}},
	},
	{
		name: "only the crossing writer settles", sign: lost, rate: "2",
		edits: []edit{
			{"simulate/world/store.go", `	it.Elements = union(it.Elements, w.Elements)`, `	before := len(it.Elements)
	it.Elements = union(it.Elements, w.Elements)`},
			{"simulate/world/store.go", `	return it.contents(true), true
}`, `	c := it.contents(true)
	if len(it.Elements) == before {
		c.Excepted = []set.Excepted{{Name: "nothing new"}}
	}
	return c, true
}`},
			{"window/gather.go", `	full    bool         // it takes`, `	crossed bool
	full    bool         // it takes`},
			{"window/write.go", `	t.image = append(t.image, stored.Elements...)`, `	t.crossed = t.crossed || len(stored.Excepted) != 1 || stored.Excepted[0].Name != "nothing new"
	t.image = append(t.image, stored.Elements...)`},
			{"window/settle.go", `	all := j.Candidates(j.withBelow(open))
`, `	all := j.Candidates(j.withBelow(open))
	mine := false
	for _, t := range j.touches {
		mine = mine || t.crossed
	}
	if !mine {
		return nil
	}
`},
		},
	},
	{
		name: "register keeps only the newest alert", sign: copies, rate: "0",
		edits: []edit{{"simulate/world/store.go", `	all := union(slices.Clone(s.published(key, 0)), m.Windows)
	slices.Sort(all)
	r.put(all)`, `	all := union(slices.Clone(s.published(key, 0)), m.Windows)
	slices.Sort(all)
	r.put(all[len(all)-1:])`}},
	},
	{
		name: "publish from the view read before the claim", sign: wrong, rate: "0",
		edits: []edit{
			{"window/settle.go", `	j.seen = seen
`, ``},
		},
	},
	{
		name: "one token for all leases of a process", sign: copies, rate: "3",
		edits: []edit{{"window/lease.go", `token: c.options.Token()}`, `token: fmt.Sprintf("%p", c.Counter)}`}},
	},
	{
		name: "recorded before it was sent", sign: lost, rate: "2",
		edits: []edit{{"window/settle.go", `	x := j.crossing(j.seen, v)
`, `	if _, err := c.mark(ctx, l, facts.Unrecorded{Windows: v.Windows}); err != nil {
		return none, err
	}
	x := j.crossing(j.seen, v)
`}},
	},
	{
		name: "an error of one group is forgotten", sign: lost, rate: "2",
		edits: []edit{{"window/result.go", `	if len(all) == 0 {`, `	if len(all) < len(jobs) {`}},
	},
	{
		name: "spent windows take no more matches", sign: wrong, rate: "0",
		edits: []edit{{"window/write.go", `t.image = known.Full, false`, `t.image = known.Full || t.spent, false`}},
	},
	{
		name: "a storm named one group too many", sign: names, rate: "0",
		edits: []edit{{"window/storm.go", `	if set.Distinct(groups) <= j.rule.Storm {`, `	if set.Distinct(groups) <= j.rule.Storm+1 {`}},
	},
	{
		name: "the storm's window without its quiet time", sign: copies, rate: "0",
		edits: []edit{{"window/storm.go", `	case ok:
		c.giveUp(ctx, l, nil)
		return v, nil
`, ``}},
	},
	{
		name: "quiet time cut down to whole periods", sign: copies, rate: "0",
		edits: []edit{{"window/rule.go", `(r.Quiet + r.Period - 1) / r.Period`, `r.Quiet / r.Period`}},
	},
	{
		name: "excepted records count", sign: falsely, rate: "0",
		edits: []edit{{"window/content.go", `	if m.Exception != "" {
		c.excepted`, `	if m.Exception == "never" {
		c.excepted`}},
	},
	{
		name: "summaries of the newest, not of the lowest identities", sign: wrong, rate: "0",
		edits: []edit{{"window/set/sample.go", `		s.Identity.Compare(other.Identity),`, `		-s.Identity.Compare(other.Identity),`}},
	},
	{
		name: "summaries drawn by identity alone", sign: wrong, rate: "0",
		edits: []edit{{"window/set/sample.go", `		kept = byRarity(kept)
`, ``}},
	},
	{
		name: "numbers of kinds by elements", sign: wrong, rate: "0",
		edits: []edit{{"window/set/kind.go", `	for _, e := range firsts {
`, `	for _, e := range elements {
`}},
	},
	{
		name: "the window where the span ends is not told", sign: wrong, rate: "0",
		edits: []edit{{"window/crossing.go", `range told {`, `range v.Windows {`}},
	},
	{
		name: "a spent window keeps no summaries", sign: wrong, rate: "0",
		edits: []edit{{"window/write.go", `	return c.barsOf(j, t).Rare(t.content.Details())`, `	return set.Contents{}`}},
	},
	{
		name: "a storm's groups don't tell their names", sign: wrong, rate: "0",
		edits: []edit{{"window/storm.go", `	story := j.story()
`, `	story := []set.Summary{}
	if len(story) == 0 {
		return nil
	}
`}},
	},
	{
		name: "no wait for the deadline's margin", sign: stuck, rate: "2",
		edits: []edit{{"window/counter.go", `d.Add(-c.options.Bounds.RequestMargin)`, `d.Add(c.options.Bounds.RequestMargin)`}},
	},
	{
		name: "pruning by number, whatever is being settled", sign: stuck, rate: "0",
		edits: []edit{{"window/lease.go", `n < surplus && pub[n] < needless`, `n < surplus && needless != 0`}},
	},
	{
		name: "an accepted alert is forgotten when its record fails", sign: copies, rate: "15",
		edits: []edit{{"window/publish.go", `	c.accepted.Add(l.key, said)
`, ``}},
	},
	{
		name: "one failure costs the whole rule", sign: kept, rate: "15",
		edits: []edit{{"window/internal/queue/patience.go", `	return max(p.keys(), p.failed[key]+p.underWay[key]) >= n && now.Sub(p.since) >= limit`, `	return len(p.failed) > 0`}},
	},
	{
		name: "a stream stops at its first failure", sign: kept, rate: "15",
		edits: []edit{{"handler/sources.go", `		if errors.Is(err, errNoTime) {
			break
		}
`, `		break
`}},
	},
	{
		name: "what a topic refuses for good is not diverted", sign: kept, rate: "0",
		edits: []edit{{"alert/sns/router.go", `|| !first.refused {`, `|| first.refused {`}},
	},
	{
		name: "requests without a limit", sign: linger, rate: "15",
		edits: []edit{{"window/counter.go", `	return o.WithDeadline(ctx, o.Now().Add(limit))`, `	return o.WithDeadline(ctx, o.Now().Add(100*limit))`}},
	},
	{
		name: "patience without an end", sign: linger, rate: "15",
		edits: []edit{{"window/internal/queue/patience.go", `now.Sub(p.since) >= limit`, `now.Sub(p.since) >= 100*limit`}},
	},
	{
		name: "waiting for a lease up to the deadline", sign: linger, rate: "15",
		edits: []edit{{"window/rounds.go", `	left := b.WaitLimit`, `	left := 100 * b.WaitLimit`}},
	},
	{
		name: "records dated ahead are believed", sign: unlike, rate: "0",
		edits: []edit{{"cloudtrail/record.go", `!base.IsZero() && at.After`, `base.IsZero() && at.After`}},
	},
	{
		name: "early records are counted at once", sign: unlike, rate: "0",
		edits: []edit{{"detector/batch.go", `b.comesAgain && r.Early(b.now())`, `!b.comesAgain && r.Early(b.now())`}},
	},
	{
		name: "early records are acknowledged", sign: lost, rate: "0",
		edits: []edit{{"detector/batch.go", `	if report.Early > 0 {`, `	if report.Early < 0 {`}},
	},
	{
		name: "commands are refused in the retry queue", sign: stuck, rate: "40",
		edits: []edit{{"handler/sources.go", `	case v.Commands[e.command()] != nil, v.Controls`, `	case v.Commands[e.command()] != nil && r.MessageID == "", v.Controls`}},
	},
	{
		name: "deployments share their keys", sign: copies + "," + wrong + "," + lost, rate: "0",
		edits: []edit{{"simulate/world/conn.go", `fmt.Sprint("deployment ", deployment, "#", key)`, `fmt.Sprint("#", key)`}},
	},
}
