package main

import (
	"fmt"

	"trailnotify/bench/peer"
	"trailnotify/bench/product"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
)

// check holds all that finds matches with 15 rules in this process against the
// product's slow evaluator, before any of it is measured.
func (b *bench) check(c *corpus, _ *reached) error {
	b.say("%s: %d of %.0f bytes; checking the product's matches", c.name, len(c.records), c.bytes())
	all, _, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return err
	}
	match, err := peer.Own.New(all)
	if err != nil {
		return err
	}
	want := peer.Explained(all, c.records)
	if err := peer.Compare(peer.Own.Name, all, c.records, match.All(c.records), want); err != nil {
		return err
	}
	n := 0
	for _, found := range want {
		n += len(found)
	}
	b.say("%s: %d matches", c.name, n)
	for _, size := range sizes {
		if err := c.checkWhole(size, n); err != nil {
			return fmt.Errorf("payloads of %d: %w", size, err)
		}
	}
	return nil
}

// checkWhole holds the number of matches that whole ways come to, with payloads
// of a size, against n.
func (c *corpus) checkWhole(size, n int) error {
	all, set, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return err
	}
	function, err := peer.TypicalLambda(all)
	if err != nil {
		return err
	}
	var found [3]int
	ways := []string{matches, pipeline, typical}
	for i, step := range []stage.Step{stage.Of(product.Matches(set, &found[0])), stage.Of(product.Pipeline(set, &found[1])), stage.Function(function, &found[2])} {
		if err := stage.Over(c.payloads[size], step)(); err != nil {
			return fmt.Errorf("%s: %w", ways[i], err)
		}
		if found[i] != n {
			return fmt.Errorf("%s: %d matches, it should be %d", ways[i], found[i], n)
		}
	}
	return nil
}
