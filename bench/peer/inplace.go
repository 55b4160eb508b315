package peer

import (
	"fmt"

	"github.com/tidwall/gjson"

	"trailnotify/bench/records"
	"trailnotify/bench/ruleset"
	"trailnotify/pattern"
)

// InPlaceName is what tables call [InPlace].
const InPlaceName = "trailnotify, on records still escaped in their payload"

// InPlace is the product's engine as the product uses it: on records that stand
// in the opened payload, as texts in its JSON. Those that it refuses there are
// matched in hand.
type InPlace struct {
	set      *pattern.Set
	payloads []opened
	found    []int
}

// opened is a payload with the places of its messages and what they say.
type opened struct {
	text    []byte
	places  []int
	records [][]byte
}

// NewInPlace takes payloads and the records that are in them, in order.
func NewInPlace(set []ruleset.Rule, payloads []records.Payload, all [][]byte) (*InPlace, error) {
	p := &InPlace{set: pattern.NewSet(ruleset.Patterns(set)...)}
	for _, payload := range payloads {
		o := opened{text: payload.JSON, places: gjson.GetBytes(payload.JSON, "logEvents.#.message").Indexes}
		if len(o.places) != payload.Records || len(all) < payload.Records {
			return nil, fmt.Errorf("%d messages in a payload of %d records", len(o.places), payload.Records)
		}
		o.records, all = all[:payload.Records], all[payload.Records:]
		p.payloads = append(p.payloads, o)
	}
	return p, nil
}

// each calls f with the rules that each record matches, and whether the record
// was refused in its place.
func (p *InPlace) each(f func(found []int, refused bool)) {
	for _, o := range p.payloads {
		scan := p.set.Scan(o.text)
		for i, at := range o.places {
			var end int
			p.found, end = scan.Match(at+1, p.found[:0]) // behind the quote
			if end < 0 {
				p.found = p.set.Match(o.records[i], p.found[:0])
			}
			f(p.found, end < 0)
		}
		scan.Close()
	}
}

// All returns the rules that each record matches, and how many records were
// refused in their place.
func (p *InPlace) All() (all [][]int, refused int) {
	p.each(func(found []int, no bool) {
		all = append(all, append([]int(nil), found...))
		if no {
			refused++
		}
	})
	return all, refused
}

// Pass asks about all records.
func (p *InPlace) Pass() error {
	p.each(func([]int, bool) {})
	return nil
}
