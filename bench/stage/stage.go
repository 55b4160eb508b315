package stage

import (
	"fmt"

	"trailnotify/bench/product"
	"trailnotify/bench/records"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
)

// A Step takes one payload.
type Step func(p *records.Payload) error

// Over returns what takes all payloads once.
func Over(payloads []records.Payload, step Step) func() error {
	return func() error {
		for i := range payloads {
			if err := step(&payloads[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// Of is a way through the product that begins with an event.
func Of(way product.Way) Step {
	return func(p *records.Payload) error {
		n, err := way(p.Event)
		if err != nil {
			return err
		}
		return same("records", n, p.Records)
	}
}

// Decode is the product's way from base64 to a batch.
func Decode() Step {
	way := product.Decode()
	return func(p *records.Payload) error {
		n, err := way(p.Base64)
		if err != nil {
			return err
		}
		return same("records", n, p.Records)
	}
}

// Match is what takes the batches of payloads, opened beforehand, to the matches
// of rules. found counts them.
func Match(set *rules.Set, payloads []records.Payload, found *int) (func() error, error) {
	batches := make([]cloudtrail.Batch, len(payloads))
	for i, p := range payloads {
		var err error
		if batches[i], err = product.Open(p.Base64); err != nil {
			return nil, err
		}
	}
	match := product.Match(set, found)
	return func() error {
		for _, b := range batches {
			match(b)
		}
		return nil
	}, nil
}

// Function is a function that is not the product. found counts the matches that
// it tells of.
func Function(f func(event []byte) (matches int, err error), found *int) Step {
	return func(p *records.Payload) error {
		matches, err := f(p.Event)
		*found += matches
		return err
	}
}

// same is an error when a step did not come to what it should have.
func same(what string, got, want int) error {
	if got != want {
		return fmt.Errorf("%s: %d, want %d", what, got, want)
	}
	return nil
}
