package stage

import (
	"fmt"

	"trailnotify/bench/product"
	"trailnotify/bench/records"
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

// Of is a way through the product from an event to its records.
func Of(way product.Way) Step {
	return func(p *records.Payload) error {
		n, err := way(p.Event)
		if err != nil {
			return err
		}
		return same("records", n, p.Records)
	}
}

// Open is the product's way from base64 to the opened JSON.
func Open() Step {
	way := product.Open()
	return func(p *records.Payload) error { return opens(p, way, p.Base64) }
}

// Event is the product's way from an event to the opened JSON.
func Event() Step {
	way := product.Event()
	return func(p *records.Payload) error { return opens(p, way, p.Event) }
}

func opens(p *records.Payload, way product.Way, from []byte) error {
	n, err := way(from)
	if err != nil {
		return err
	}
	return same("bytes opened", n, len(p.JSON))
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
