package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"trailnotify/bench/peer"
	"trailnotify/bench/product"
	"trailnotify/bench/records"
	"trailnotify/bench/ruleset"
	"trailnotify/bench/stage"
)

// costs measures memory: what a warm batch without a match allocates, and how
// much a process takes for a large payload at most.
func (b *bench) costs(c *corpus, r *reached) error {
	b.say("%s: memory", c.name)
	var err error
	if r.batchAllocs, err = batchAllocations(c.records); err != nil {
		return err
	}
	r.peak, r.peakOf, err = peakMemory(c.records)
	return err
}

// batchAllocations are those of a warm invocation, with a payload of the usual
// size of records that no rule matches.
func batchAllocations(all [][]byte) (float64, error) {
	rules, set, err := rulesOf(ruleset.Sizes[0])
	if err != nil {
		return 0, err
	}
	match, err := peer.Own.New(rules)
	if err != nil {
		return 0, err
	}
	var quiet [][]byte
	for _, record := range all {
		if len(quiet) < usual && len(match(record, nil)) == 0 {
			quiet = append(quiet, record)
		}
	}
	packed, err := records.Payloads(quiet, usual)
	if err != nil {
		return 0, err
	}
	found := 0
	step := stage.Of(product.Pipeline(set, &found))
	if err := step(&packed[0]); err != nil || found > 0 {
		return 0, fmt.Errorf("a batch without a match: %d matches: %w", found, err)
	}
	return testing.AllocsPerRun(100, func() { _ = step(&packed[0]) }), nil
}

// large is the size of the base64 that peak memory is about.
const large = 1_000_000

// peakMemory returns the most memory that a process has had which took a large
// payload, in MB, and the size of the payload once opened.
func peakMemory(all [][]byte) (peak, opened float64, err error) {
	p, err := largePayload(all)
	if err != nil {
		return 0, 0, err
	}
	peak, err = peakOf(p.Event)
	return peak, float64(len(p.JSON)) / 1e6, err
}

// peakOf runs a process that takes an event again and again.
func peakOf(event []byte) (peak float64, err error) {
	dir, err := os.MkdirTemp("", "bench-peak-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "event.json")
	if err := os.WriteFile(file, event, 0o600); err != nil {
		return 0, err
	}
	cmd := exec.Command("go", "run", "./peak", file)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("measuring memory: %w", err)
	}
	_, err = fmt.Fscan(bytes.NewReader(out), &peak)
	return peak, err
}

// largePayload packs as many records as make a large payload.
func largePayload(all [][]byte) (records.Payload, error) {
	one, err := records.Payloads(all, len(all))
	if err != nil {
		return records.Payload{}, err
	}
	n := int(float64(len(all)) * large / float64(len(one[0].Base64)))
	enough := make([][]byte, n)
	for i := range enough {
		enough[i] = all[i%len(all)]
	}
	packed, err := records.Payloads(enough, n)
	if err != nil {
		return records.Payload{}, err
	}
	return packed[0], nil
}
