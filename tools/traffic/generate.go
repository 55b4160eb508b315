package traffic

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"
)

// Config says what traffic to write.
type Config struct {
	Seed       uint64
	From       time.Time // the first day; its time of day is ignored
	Days       int
	Records    int     // different records over all days, the story's included
	Duplicates float64 // share of records that are delivered twice, below 1
	NoStory    bool    // ordinary traffic alone
}

// Generator writes the traffic of one [Config]. It keeps no state: all iterations are the same, and may run at the same time.
type Generator struct {
	config Config
	from   time.Time
}

// New checks the configuration; the error names all of its faults.
func New(c Config) (*Generator, error) {
	var faults []error
	if c.From.IsZero() {
		faults = append(faults, errors.New("from: the first day is missing"))
	}
	if c.Days < 1 {
		faults = append(faults, fmt.Errorf("days: %d is less than 1", c.Days))
	} else if least := c.Days * c.planted(); c.Records < max(least, 1) {
		faults = append(faults, fmt.Errorf("records: %d is less than %d, the story of %d days alone", c.Records, max(least, 1), c.Days))
	}
	if !(c.Duplicates >= 0 && c.Duplicates < 1) {
		faults = append(faults, fmt.Errorf("duplicates: %v is not a share from 0 to below 1", c.Duplicates))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return &Generator{config: c, from: c.From.UTC().Truncate(24 * time.Hour)}, nil
}

// planted is the number of records that a day's story has.
func (c Config) planted() int {
	if c.NoStory {
		return 0
	}
	n := 0
	for _, chapter := range story {
		n += len(chapter.steps)
	}
	return n
}

// Records gives all records in the order of time, each duplicate some records behind the first delivery. A record's JSON is valid until
// the next one.
func (g *Generator) Records() iter.Seq[Record] {
	return g.duplicated(func(yield func(Record, int) bool) {
		d := newDay(g)
		for n := range g.config.Days {
			if !d.write(n, yield) {
				return
			}
		}
	})
}

// late is a duplicate that waits for its delivery.
type late struct {
	record Record
	due    int
}

// duplicated delivers some records again. The numbers that come with the records are the duplicates that the story asks for.
func (g *Generator) duplicated(records iter.Seq2[Record, int]) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		r := rand.New(rand.NewPCG(g.config.Seed, hash("duplicates")))
		var waiting []late
		n := 0
		for record, copies := range records {
			if !yield(record) {
				return
			}
			if r.Float64() < g.config.Duplicates {
				copies++
			}
			for range copies {
				again := record
				again.JSON, again.Duplicate = bytes.Clone(record.JSON), true
				waiting = append(waiting, late{again, n + r.IntN(100)})
			}
			for i := 0; i < len(waiting); i++ {
				if waiting[i].due <= n {
					if !yield(waiting[i].record) {
						return
					}
					waiting = slices.Delete(waiting, i, i+1)
					i--
				}
			}
			n++
		}
		for _, w := range waiting {
			if !yield(w.record) {
				return
			}
		}
	}
}
