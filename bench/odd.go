package main

import (
	"fmt"

	"trailnotify/bench/measure"
	"trailnotify/bench/peer"
	"trailnotify/bench/product"
	"trailnotify/bench/records"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
)

// odd measures the whole way of generated records in odd shapes, each against
// the reference on the same payloads.
func (b *bench) odd(plain *corpus) error {
	plain, err := plain.sample(contestants)
	if err != nil {
		return err
	}
	t := &measure.Table{
		Title:  fmt.Sprintf("Odd records, whole pipeline, 15 rules, payloads of %d", usual),
		Header: []string{"shape", "bytes", "ns/record", "× REF", "allocations/record", "on the slow path"},
	}
	asTheyAre := records.Shape{Name: "as they are", Of: func(record []byte) []byte { return record }}
	for _, shape := range append([]records.Shape{asTheyAre}, records.Odd...) {
		b.say("odd records: %s", shape.Name)
		cells, err := b.shape(plain, shape)
		if err != nil {
			return fmt.Errorf("odd records, %s: %w", shape.Name, err)
		}
		t.Add(cells...)
	}
	return t.Print(b.out)
}

// shape measures one shape and returns its row.
func (b *bench) shape(plain *corpus, shape records.Shape) ([]string, error) {
	c, err := newCorpus(shape.Name, records.Shaped(plain.records, shape), usual)
	if err != nil {
		return nil, err
	}
	refused, err := c.refused()
	if err != nil {
		return nil, err
	}
	_, set, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return nil, err
	}
	found, packed := 0, c.payloads[usual]
	ref := measure.Loop(reference, len(c.records), stage.Over(packed, stage.Reference()))
	whole := measure.Loop(pipeline, len(c.records), stage.Over(packed, stage.Of(product.Pipeline(set, &found))))
	samples, err := b.plan.Run(ref, whole)
	if err != nil {
		return nil, err
	}
	return []string{
		shape.Name, measure.Figure(c.bytes()), measure.Figure(samples[1].Median()), measure.Figure(samples[1].Over(samples[0])),
		allocations(whole), fmt.Sprintf("%.0f %%", 100*float64(refused)/float64(len(c.records))),
	}, nil
}

// refused is how many records leave the fast path. The matches of all of them,
// on both paths, are held against the slow evaluator first.
func (c *corpus) refused() (int, error) {
	set, err := ruleset.Of(ruleset.Sizes[0])
	if err != nil {
		return 0, err
	}
	right := peer.Explained(set, c.records)
	own, err := peer.Own.New(set)
	if err != nil {
		return 0, err
	}
	if err := peer.Compare(peer.Own.Name, set, c.records, own.All(c.records), right); err != nil {
		return 0, err
	}
	p, err := peer.NewInPlace(set, c.payloads[usual], c.records)
	if err != nil {
		return 0, err
	}
	got, refused := p.All()
	return refused, peer.Compare(peer.InPlaceName, set, c.records, got, right)
}
