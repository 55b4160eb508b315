package main

import (
	"errors"
	"io/fs"

	"trailnotify/bench/records"
	"trailnotify/bench/ruleset"
	"trailnotify/rules"
)

// sizes are the numbers of records in a payload that are measured.
var sizes = []int{1, 10, 100, 500}

// usual is the size of payload that most rows are about.
const usual = 500

// A corpus is one kind of records, with the payloads that carry them.
type corpus struct {
	name     string
	records  [][]byte
	payloads map[int][]records.Payload // by their size
}

func newCorpus(name string, all [][]byte, sizes ...int) (*corpus, error) {
	c := &corpus{name: name, records: all, payloads: map[int][]records.Payload{}}
	for _, size := range sizes {
		var err error
		if c.payloads[size], err = records.Payloads(all, size); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// contestants is how many records engines are compared on. The slowest takes
// seconds for more of them with 1,000 rules.
const contestants = 1000

// sample is a corpus of records picked evenly, in payloads of the usual size.
func (c *corpus) sample(n int) (*corpus, error) {
	step := max(1, len(c.records)/n)
	var picked [][]byte
	for i := 0; i < len(c.records); i += step {
		picked = append(picked, c.records[i])
	}
	return newCorpus(c.name, picked, usual)
}

// bytes is the mean size of a record.
func (c *corpus) bytes() float64 {
	sum := 0
	for _, r := range c.records {
		sum += len(r)
	}
	return float64(sum) / float64(len(c.records))
}

// corpora are the generated records, and the real ones where they are.
func (b *bench) corpora() ([]*corpus, error) {
	all, err := records.Generated(b.records)
	if err != nil {
		return nil, err
	}
	generated, err := newCorpus("generated records", all, sizes...)
	if err != nil {
		return nil, err
	}
	all, err = records.Real(b.real, b.records)
	if errors.Is(err, fs.ErrNotExist) {
		b.say("no real records in %s: the tables are of generated ones alone", b.real)
		return []*corpus{generated}, nil
	}
	if err != nil {
		return nil, err
	}
	recorded, err := newCorpus("real records", all, sizes...)
	return []*corpus{generated, recorded}, err
}

// rulesOf returns n rules, as they are and as the product has them.
func rulesOf(n int) ([]ruleset.Rule, *rules.Set, error) {
	all, err := ruleset.Of(n)
	if err != nil {
		return nil, nil, err
	}
	set, err := ruleset.Set(all)
	return all, set, err
}
