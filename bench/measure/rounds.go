package measure

import (
	"fmt"
	"slices"
	"time"
)

// A Plan says how long to measure.
type Plan struct {
	Rounds int
	Least  time.Duration // of each subject in each round
}

// Samples are the nanoseconds per record of one subject, one for each round.
type Samples []float64

// Run measures the subjects in rounds. The first round warms up and does not
// count.
func (p Plan) Run(subjects ...Subject) ([]Samples, error) {
	all := make([]Samples, len(subjects))
	for round := range p.Rounds + 1 {
		for i, s := range subjects {
			ns, err := s.Time(p.Least)
			if err != nil {
				return nil, fmt.Errorf("measuring %s: %w", s.Name, err)
			}
			if round > 0 {
				all[i] = append(all[i], ns)
			}
		}
	}
	return all, nil
}

// Median returns the middle of the samples.
func (s Samples) Median() float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	if n := len(sorted) / 2; len(sorted)%2 == 0 {
		return (sorted[n-1] + sorted[n]) / 2
	}
	return sorted[len(sorted)/2]
}

// Over returns the median of the ratios to another subject, round by round.
func (s Samples) Over(other Samples) float64 {
	ratios := make(Samples, len(s))
	for i := range s {
		ratios[i] = s[i] / other[i]
	}
	return ratios.Median()
}

// Minus returns what is left without another subject, round by round.
func (s Samples) Minus(other Samples) Samples {
	rest := make(Samples, len(s))
	for i := range s {
		rest[i] = s[i] - other[i]
	}
	return rest
}
