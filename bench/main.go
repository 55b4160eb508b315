// Command bench measures the product against the time that opening its payloads
// takes anyway, and against other engines, and prints the tables of BENCHMARKS.md.
//
// Everything that is Go runs in this process on one processor, in rounds, one
// after the other. REF is compress/gzip, with its reader and its buffer used
// again, on the payloads that the row is about, or on those of 500 records where
// a row has no payloads. Times are processor time. Compare the ratios to REF: the
// times are those of one machine on one day.
//
// Before anything is measured, everything that finds matches is held against the
// product's slow evaluator, and the first difference ends the run.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"trailnotify/bench/measure"
)

// options are the command line.
type options struct {
	plan    measure.Plan
	records int
	real    string
	fetched string
}

func main() {
	runtime.GOMAXPROCS(1)
	o := options{}
	flag.DurationVar(&o.plan.Least, "time", 500*time.Millisecond, "least time for each subject in each round")
	flag.IntVar(&o.plan.Rounds, "rounds", 6, "rounds that count")
	flag.IntVar(&o.records, "records", 5000, "records of each kind")
	flag.StringVar(&o.real, "real", "../../shared/cloudtrail/derived", "directory of recorded events, *.jsonl")
	flag.StringVar(&o.fetched, "fetched", "../.cache/bench", "directory of the peers that make has fetched")
	flag.Parse()
	if err := run(o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures and prints everything. Progress goes to progress.
func run(o options, out, progress io.Writer) error {
	b := &bench{options: o, out: out, progress: progress}
	corpora, err := b.corpora()
	if err != nil {
		return err
	}
	for _, c := range corpora {
		if err := b.corpus(c); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if err := b.odd(corpora[0]); err != nil {
		return err
	}
	return b.targets()
}

// bench is one run. It collects what the table of targets needs.
type bench struct {
	options
	out, progress io.Writer
	reached       []reached
}

// corpus measures everything on one kind of records.
func (b *bench) corpus(c *corpus) error {
	r := reached{corpus: c.name}
	for _, measure := range []func(*corpus, *reached) error{b.check, b.stages, b.pipelines, b.engines, b.costs} {
		if err := measure(c, &r); err != nil {
			return err
		}
	}
	b.reached = append(b.reached, r)
	return nil
}

func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.progress, "bench: "+format+"\n", args...)
}
