package main

import (
	"fmt"
	"io"

	"trailnotify/cmd/trailnotify/internal/screen"
)

// maxFaults are printed one by one; a damaged archive has thousands.
const maxFaults = 50

// A faultList prints the first faults as they come and the number of the rest.
type faultList struct {
	w io.Writer
	n int
}

func (f *faultList) add(err error) {
	f.n++
	if f.n <= maxFaults {
		fmt.Fprintln(f.w, "trailnotify: skipped", screen.Escape(err.Error()))
	}
}

func (f *faultList) end() {
	if f.n > maxFaults {
		fmt.Fprintf(f.w, "trailnotify: skipped %d more\n", f.n-maxFaults)
	}
}
