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
	t := table(fmt.Sprintf("Odd records, whole pipeline, 15 rules, payloads of %d", usual), "shape", nil, nil)
	shapes := append([]records.Shape{{Name: "as they are", Of: func(r []byte) []byte { return r }}}, records.Odd...)
	for _, shape := range shapes {
		b.say("odd records: %s", shape.Name)
		r, ref, err := b.shape(plain, shape)
		if err != nil {
			return fmt.Errorf("odd records, %s: %w", shape.Name, err)
		}
		t.Rows = append(t.Rows, table("", "", []row{r}, ref).Rows...)
	}
	return t.Print(b.out)
}

// shape measures one shape, after its matches have been checked.
func (b *bench) shape(plain *corpus, shape records.Shape) (row, measure.Samples, error) {
	c, err := newCorpus(shape.Name, records.Shaped(plain.records, shape), usual)
	if err != nil {
		return row{}, nil, err
	}
	set, loaded, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return row{}, nil, err
	}
	own, err := peer.Own.New(set)
	if err != nil {
		return row{}, nil, err
	}
	if err := peer.Compare(peer.Own.Name, set, c.records, own.All(c.records), peer.Explained(set, c.records)); err != nil {
		return row{}, nil, err
	}
	found, packed := 0, c.payloads[usual]
	ref := measure.Loop(reference, len(c.records), stage.Over(packed, stage.Reference()))
	whole := measure.Loop(pipeline, len(c.records), stage.Over(packed, stage.Of(product.Pipeline(loaded, &found))))
	samples, err := b.plan.Run(ref, whole)
	if err != nil {
		return row{}, nil, err
	}
	return row{fmt.Sprintf("%s, %s bytes", shape.Name, measure.Figure(c.bytes())), samples[1], allocations(whole)}, samples[0], nil
}
