package main

import (
	"fmt"

	"trailnotify/bench/measure"
	"trailnotify/bench/peer"
	"trailnotify/bench/product"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
)

const typical = "a typical Go Lambda: events.Parse, gjson for each condition"

// pipelines measures the whole way for every size of payload and rule set, each
// size against the reference on the same payloads.
func (b *bench) pipelines(c *corpus, r *reached) error {
	whole := table("Whole pipeline, from the event's bytes to the matching rules, "+c.name, "records a payload, rules", nil, nil)
	for _, size := range sizes {
		b.say("%s: payloads of %d", c.name, size)
		subjects, err := b.pipelineSubjects(c, size)
		if err != nil {
			return err
		}
		samples, err := b.plan.Run(subjects...)
		if err != nil {
			return err
		}
		var rows []row
		for i, s := range subjects {
			rows = append(rows, row{s.Name, samples[i], allocations(s)})
		}
		whole.Rows = append(whole.Rows, table("", "", rows, samples[0]).Rows...)
		if size == usual {
			last := len(samples) - 1
			r.wholeGrowth, r.overTypical = samples[last-1].Over(samples[1]), samples[last].Over(samples[1])
		}
	}
	return whole.Print(b.out)
}

// pipelineSubjects are the reference, the product with each rule set and, for
// payloads of the usual size, a typical function.
func (b *bench) pipelineSubjects(c *corpus, size int) ([]measure.Subject, error) {
	packed, n := c.payloads[size], len(c.records)
	subjects := []measure.Subject{measure.Loop(fmt.Sprintf("%d: REF, compress/gzip", size), n, stage.Over(packed, stage.Reference()))}
	found := 0
	for _, count := range ruleset.Sizes {
		_, set, err := rulesOf(count)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, measure.Loop(fmt.Sprintf("%d, %s", size, measure.Count(count)), n, stage.Over(packed, stage.Of(product.Matches(set, &found)))))
	}
	if size != usual {
		return subjects, nil
	}
	all, _, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return nil, err
	}
	function, err := peer.TypicalLambda(all)
	if err != nil {
		return nil, err
	}
	return append(subjects, measure.Loop(fmt.Sprintf("%d, %d: %s", size, len(all), typical), n,
		stage.Over(packed, stage.Function(function, &found)))), nil
}
