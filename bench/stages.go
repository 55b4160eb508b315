package main

import (
	"fmt"

	"trailnotify/bench/measure"
	"trailnotify/bench/peer"
	"trailnotify/bench/product"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
)

// A row is a subject, or what is left of one without others, as a table shows it.
type row struct {
	name    string
	samples measure.Samples
	allocs  string
}

// table shows rows as multiples of a reference.
func table(title, first string, rows []row, reference measure.Samples) *measure.Table {
	t := &measure.Table{Title: title, Header: []string{first, "ns/record", "× REF", "allocations/record"}}
	for _, r := range rows {
		t.Add(r.name, measure.Figure(r.samples.Median()), measure.Figure(r.samples.Over(reference)), r.allocs)
	}
	return t
}

// allocations says how many a subject makes.
func allocations(s measure.Subject) string {
	if s.Allocations == nil {
		return "–"
	}
	return measure.Figure(s.Allocations())
}

// stages measures what the way of a payload is made of, in payloads of the usual
// size.
func (b *bench) stages(c *corpus, r *reached) error {
	b.say("%s: stages", c.name)
	subjects, err := b.stageSubjects(c)
	if err != nil {
		return err
	}
	samples, err := b.plan.Run(subjects...)
	if err != nil {
		return err
	}
	by := map[string]measure.Samples{}
	var rows []row
	for i, s := range subjects {
		by[s.Name] = samples[i]
		rows = append(rows, row{s.Name, samples[i], allocations(s)})
	}
	ref := by[reference]
	rest := by[matches].Minus(by[gunzip])
	rows = append(rows,
		row{"difference: parsing the event", by[event].Minus(by[open]), "–"},
		row{"difference: the walk over the outer JSON", by[matches].Minus(by[event]).Minus(by[matchOf(15)]), "–"},
		row{"difference: to matching rules without gunzip", rest, "–"},
		row{"difference: what matches cost up to the counter", by[pipeline].Minus(by[matches]), "–"},
	)
	r.toMatches, r.restMatches = by[matches].Over(ref), rest.Over(ref)
	r.matchGrowth = by[matchOf(1000)].Over(by[matchOf(15)])
	return table(fmt.Sprintf("Stages, %s, payloads of %d", c.name, usual), "stage", rows, ref).Print(b.out)
}

// The names of stages.
const (
	reference = "REF: compress/gzip"
	base64    = "base64"
	gunzip    = "gunzip, klauspost/compress"
	open      = "payload to opened JSON: base64, gunzip"
	event     = "event bytes to opened JSON"
	matches   = "event bytes to matching rules, 15 rules"
	pipeline  = "event bytes to the counter, 15 rules"
)

func matchOf(n int) string {
	return fmt.Sprintf("match stage, records in their payload, %s rules", measure.Count(n))
}

// stageSubjects are the stages, in the order of the table.
func (b *bench) stageSubjects(c *corpus) ([]measure.Subject, error) {
	packed, n := c.payloads[usual], len(c.records)
	over := func(name string, step stage.Step) measure.Subject {
		return measure.Loop(name, n, stage.Over(packed, step))
	}
	subjects := []measure.Subject{
		over(reference, stage.Reference()), over(base64, stage.Base64()), over(gunzip, stage.Gunzip()),
		over(open, stage.Open()), over(event, stage.Event()),
	}
	for _, size := range ruleset.Sizes {
		all, err := ruleset.Of(size)
		if err != nil {
			return nil, err
		}
		p, err := peer.NewInPlace(all, packed, c.records)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, measure.Loop(matchOf(size), n, p.Pass))
	}
	_, set, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return nil, err
	}
	found := 0
	return append(subjects,
		over(matches, stage.Of(product.Matches(set, &found))),
		over(pipeline, stage.Of(product.Pipeline(set, &found))),
	), nil
}
