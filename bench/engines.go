package main

import (
	"errors"
	"fmt"

	"trailnotify/bench/measure"
	"trailnotify/bench/peer"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
)

// fewest and most are the rule sets that engines are compared with.
const fewest, most = 15, 1000

// A contest is one comparison of engines on the records of a corpus.
type contest struct {
	*corpus
	fetched  string
	subjects []measure.Subject
	closing  []func() error
	missing  map[string]string // why, by the name of the engine
}

// engines measures the product's engine and the peers, each with the record in
// hand. All of them are held against the product's matches first.
func (b *bench) engines(c *corpus, r *reached) (err error) {
	if c, err = c.sample(contestants); err != nil {
		return err
	}
	x := &contest{corpus: c, fetched: b.fetched, missing: map[string]string{}}
	defer func() { err = errors.Join(err, x.close()) }()
	x.add(measure.Loop(reference, len(c.records), stage.Over(c.payloads[usual], stage.Reference())))
	for _, n := range []int{fewest, most} {
		b.say("%s: checking the matches of all engines with %d rules", c.name, n)
		if err := x.enter(n); err != nil {
			return err
		}
	}
	b.say("%s: engines", c.name)
	samples, err := b.plan.Run(x.subjects...)
	if err != nil {
		return err
	}
	return x.report(samples, r).Print(b.out)
}

// close ends the peers that are processes.
func (x *contest) close() (err error) {
	for _, end := range x.closing {
		err = errors.Join(err, end())
	}
	return err
}

func (x *contest) add(s measure.Subject) { x.subjects = append(x.subjects, s) }

// entry is the name of an engine with n rules.
func entry(engine string, n int) string { return fmt.Sprintf("%s, %d rules", engine, n) }

// enter adds all engines with n rules.
func (x *contest) enter(n int) error {
	set, err := ruleset.Of(n)
	if err != nil {
		return err
	}
	own, err := peer.Own.New(set)
	if err != nil {
		return err
	}
	right := own.All(x.records)
	for _, e := range append([]peer.Engine{peer.Own}, peer.Engines...) {
		match, err := e.New(set)
		if err != nil {
			return err
		}
		if err := peer.Compare(e.Name, set, x.records, match.All(x.records), right); err != nil {
			return err
		}
		x.add(measure.Loop(entry(e.Name, n), len(x.records), x.pass(match)))
	}
	if err := x.enterInPlace(set, right); err != nil {
		return err
	}
	for _, tool := range peer.Tools {
		if err := x.enterTool(tool, set, right); err != nil {
			return err
		}
	}
	return nil
}

// enterInPlace adds the product's engine on records in their payloads.
func (x *contest) enterInPlace(set []ruleset.Rule, right [][]int) error {
	p, err := peer.NewInPlace(set, x.payloads[usual], x.records)
	if err != nil {
		return err
	}
	got, _ := p.All()
	if err := peer.Compare(peer.InPlaceName, set, x.records, got, right); err != nil {
		return err
	}
	x.add(measure.Loop(entry(peer.InPlaceName, len(set)), len(x.records), p.Pass))
	return nil
}

// pass asks an engine about all records.
func (x *contest) pass(match peer.Match) func() error {
	var found []int
	return func() error {
		for _, record := range x.records {
			found = match(record, found[:0])
		}
		return nil
	}
}

// enterTool starts a peer that is a process.
func (x *contest) enterTool(tool peer.Tool, set []ruleset.Rule, right [][]int) error {
	p, err := tool.Start(x.fetched, x.records, set)
	if errors.Is(err, peer.ErrMissing) {
		x.missing[tool.Name] = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	x.closing = append(x.closing, p.Close)
	got, err := p.Matches(len(x.records))
	if err != nil {
		return err
	}
	if err := peer.Compare(tool.Name, set, x.records, got, right); err != nil {
		return err
	}
	s := p.Subject()
	s.Name = entry(tool.Name, len(set))
	x.add(s)
	return nil
}

// report makes the table of a contest and takes down what the targets are about.
func (x *contest) report(samples []measure.Samples, r *reached) *measure.Table {
	t := &measure.Table{
		Title: "Engines, the record in hand, " + x.name,
		Header: []string{
			"engine", "15 rules: ns/record", "× REF", "× trailnotify", "allocations/record",
			"1,000 rules: ns/record", "× REF", "× trailnotify", "t(1000)/t(15)",
		},
		Notes: []string{"All engines that ran found the same matches in the same records."},
	}
	by, allocs := map[string]measure.Samples{}, map[string]string{}
	for i, s := range x.subjects {
		by[s.Name], allocs[s.Name] = samples[i], allocations(s)
	}
	few, many := by[entry(peer.Own.Name, fewest)], by[entry(peer.Own.Name, most)]
	for _, name := range names() {
		if why := x.missing[name]; why != "" {
			t.Add(name, "missing: "+why, "–", "–", "–", "–", "–", "–", "–")
			continue
		}
		a, z := by[entry(name, fewest)], by[entry(name, most)]
		t.Add(name, measure.Figure(a.Median()), measure.Figure(a.Over(samples[0])), measure.Figure(a.Over(few)), allocs[entry(name, fewest)],
			measure.Figure(z.Median()), measure.Figure(z.Over(samples[0])), measure.Figure(z.Over(many)), measure.Figure(z.Over(a)))
		if name == peer.EventRuler {
			r.overRuler = z.Over(many)
		}
	}
	return t
}

// names are all engines in the order of the table.
func names() []string {
	all := []string{peer.Own.Name, peer.InPlaceName}
	for _, e := range peer.Engines {
		all = append(all, e.Name)
	}
	for _, t := range peer.Tools {
		all = append(all, t.Name)
	}
	return all
}
