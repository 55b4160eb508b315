// Command run runs the function against a simulated table, topic and
// clock, with everything that can go wrong, and counts the promises that it
// breaks. It exits with 1 when it found one and 2 when it was called wrongly.
//
//	go run ./simulate/run -n 100000 -faults 0,2,15
//	go run ./simulate/run -seed 1559 -faults 15 -replay
//
// Results do not depend on the number of processors. A failure is printed with
// its seed and as the shortest schedule that could be found.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"trailnotify/simulate"
	"trailnotify/simulate/check"
)

func main() {
	debug.SetGCPercent(800) // a schedule leaves a lot of garbage and little else
	broken, err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(2)
	case broken:
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	simulate.Config
	rates  []float64
	replay bool
	brief  bool
}

func parse(args []string, errs io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.IntVar(&o.Schedules, "n", 10_000, "number of schedules for each rate of faults")
	flags.Uint64Var(&o.Seed, "seed", 1, "seed of the first schedule; each further one has the next")
	rates := flags.String("faults", "0,2,15", "faults per request in percent, several with commas")
	flags.BoolVar(&o.replay, "replay", false, "write every step of the one schedule of -seed")
	flags.BoolVar(&o.Stop, "stop", false, "stop at the first schedule that breaks a promise")
	flags.BoolVar(&o.brief, "brief", false, "write one line of what broke first instead of the table")
	only := flags.String("only", "", "promises to check, by the names in the table, several with commas (default all)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for _, text := range strings.Split(*rates, ",") {
		rate, err := strconv.ParseFloat(text, 64)
		if err != nil || !(rate >= 0 && rate <= 100) {
			return o, fmt.Errorf("-faults %q: want percentages from 0 to 100", *rates)
		}
		o.rates = append(o.rates, rate/100)
	}
	for _, name := range strings.FieldsFunc(*only, func(r rune) bool { return r == ',' }) {
		kind, err := check.ParseKind(name)
		if err != nil {
			return o, err
		}
		o.Only = append(o.Only, kind)
	}
	return o, nil
}

// run does what the command line says and reports whether a promise was broken.
func run(args []string, out, errs io.Writer) (broken bool, err error) {
	o, err := parse(args, errs)
	if err != nil {
		return false, err
	}
	if o.replay {
		o.Faults = o.rates[0]
		return simulate.Replay(out, o.Config).First != nil, nil
	}
	var failures []simulate.Failure
	var seeds []string
	for i, rate := range o.rates {
		if i == 0 && !o.brief {
			fmt.Fprintln(out, header())
		}
		began := time.Now()
		o.Faults = rate
		r := simulate.Simulate(o.Config)
		if r.First != nil {
			failures = append(failures, *r.First)
		}
		if !o.brief {
			fmt.Fprintln(out, row(rate, r, time.Since(began)))
		}
		seeds = append(seeds, brokenSeeds(rate, r)...)
	}
	if len(seeds) > 0 && !o.brief {
		fmt.Fprintln(out, "\n"+strings.Join(seeds, "\n"))
	}
	for _, f := range failures {
		if o.brief {
			fmt.Fprintf(out, "%d %v\n", f.Seed, f.Violation)
			continue
		}
		fmt.Fprintf(out, "\nseed %d at %g %% faults: %v\nThe shortest schedule found that fails alike:\n\n", f.Seed, 100*f.Faults, f.Violation)
		simulate.Shorten(out, o.Config, f)
	}
	return len(failures) > 0, nil
}

// brokenSeeds has a line for each promise that was broken.
func brokenSeeds(rate float64, r simulate.Result) (lines []string) {
	for _, k := range check.Kinds() {
		if seeds := r.Seeds[k]; len(seeds) > 0 {
			text := strings.Trim(fmt.Sprint(seeds), "[]")
			lines = append(lines, fmt.Sprintf("%v at %g %% faults: seeds %s", k, 100*rate, text))
		}
	}
	return lines
}

// columns are those of the table. The last ones must be 0.
var columns = []string{
	"faults per request", "schedules", "crossing windows", "requests", "faults", "alerts", "straddling", "storm alerts", "copies explained",
}

func header() string {
	names := columns
	for _, k := range check.Kinds() {
		names = append(names, k.String())
	}
	return "| " + strings.Join(append(names, "seconds"), " | ") + " |\n|" + strings.Repeat("---|", len(names)+1)
}

func row(rate float64, r simulate.Result, took time.Duration) string {
	cells := []string{strconv.FormatFloat(100*rate, 'g', -1, 64) + " %"}
	for _, n := range []int{r.Schedules, r.Crossings, r.Requests, r.Faults, r.Alerts, r.Seen[check.Straddling], r.Seen[check.StormAlert], r.Seen[check.SecondCopy]} {
		cells = append(cells, thousands(n))
	}
	for _, k := range check.Kinds() {
		cells = append(cells, thousands(r.Broken[k]))
	}
	return "| " + strings.Join(append(cells, fmt.Sprintf("%.1f", took.Seconds())), " | ") + " |"
}

func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
