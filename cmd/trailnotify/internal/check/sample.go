package check

import (
	"context"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/findings"
	"trailnotify/cmd/trailnotify/internal/reading"
)

// try tries the warnings on the records of the sample.
func (f *flags) try(ctx context.Context, found []*findings.Finding, p cli.Process) error {
	if len(f.sample) == 0 {
		return nil
	}
	input, err := history.Open(f.sample, history.Options{Stdin: p.Stdin, Context: ctx})
	if err != nil {
		return err
	}
	faults := reading.Faults{To: p.Stderr}
	for record := range faults.Sift(ctx, input.Records()) {
		for _, f := range found {
			for i := range f.Warnings {
				try(&f.Warnings[i], record)
			}
		}
	}
	faults.End()
	return nil
}

// maxPlaces are the records named for one warning.
const maxPlaces = 3

// try tries a warning on a record.
func try(w *findings.Warning, r cloudtrail.Record) {
	if !w.Matters(r.JSON) {
		return
	}
	w.Records++
	if len(w.Places) < maxPlaces {
		w.Places = append(w.Places, r.Place.String())
	}
}
