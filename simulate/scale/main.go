// Command scale counts what the function costs under the traffic of a whole
// organisation. It runs the production handler, detector and counter on the
// product's table in memory, which bills requests as DynamoDB does, on a
// virtual clock.
//
//	go run ./simulate/scale -records 100000
//	go run ./simulate/scale -sweep batch=1,10,100,500
//	go run ./simulate/scale -chart > simulate/scale/growth.svg
//
// The first prints a report, the second a row for each value of a flag, both as
// Markdown, and the third draws a chart. They follow from the flags alone: the
// same flags give the same numbers on every machine.
//
// # What is simulated
//
// Ticks close alerts every five minutes, one request after the other.
//
// Payloads arrive at random moments, each from one account. Accounts,
// principals and rules follow Zipf's law, so that some are hot. Each invocation
// occupies a process for the time of its records, its requests and its waiting.
// A batch that fails comes again, as Lambda and the retry queue deliver it. A
// partition key at its limit throttles.
//
// Unless -whole is given, only records that match are written into payloads and
// read by the handler. The others cost no request, which a test holds; they
// cost the time that -per-record says.
//
// # What is not
//
// The time of a record is a flag, not a measurement. Processes don't end and
// start at once. A table has no limit but that of a partition key. The SDK's
// quota of retries and DynamoDB's bursts are left out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	debug.SetGCPercent(400) // a run leaves a lot of garbage
	err := command(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(2)
	}
}

// command does what the command line says.
func command(args []string, out, errs io.Writer) error {
	o := ordinary()
	flags := o.flags()
	flags.SetOutput(errs)
	sweep := flags.String("sweep", "", "a row for each value of a flag: NAME=VALUE,VALUE,...")
	drawn := flags.Bool("chart", false, "draw how each figure grows as records, matches, accounts and rules double, as SVG")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q: want flags alone", flags.Arg(0))
	}
	if *drawn {
		return chart(out, charted())
	}
	if *sweep == "" {
		m, err := o.measure()
		if err != nil {
			return err
		}
		report(out, o, m)
		return nil
	}
	name, values, ok := strings.Cut(*sweep, "=")
	if !ok {
		return fmt.Errorf("-sweep %q: want NAME=VALUE,VALUE", *sweep)
	}
	fmt.Fprintln(out, header(name))
	for _, value := range strings.Split(values, ",") {
		if err := flags.Set(name, value); err != nil {
			return fmt.Errorf("-sweep %s: %w", *sweep, err)
		}
		m, err := o.measure()
		if err != nil {
			return err
		}
		fmt.Fprintln(out, row(value, o, m))
	}
	return nil
}

// measure runs the organisation if that is possible.
func (o organisation) measure() (*meter, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	f, err := run(o)
	if err != nil {
		return nil, err
	}
	return f.meter, nil
}

// flags are the flags that set o, with what it is as defaults.
func (o *organisation) flags() *flag.FlagSet {
	f := flag.NewFlagSet("scale", flag.ContinueOnError)
	f.Float64Var(&o.Records, "records", o.Records, "records a second")
	f.IntVar(&o.Batch, "batch", o.Batch, "records of a payload")
	f.Float64Var(&o.Match, "match", o.Match, "share of the records that match a rule")
	f.IntVar(&o.Accounts, "accounts", o.Accounts, "accounts")
	f.IntVar(&o.Principals, "principals", o.Principals, "principals of each account")
	f.Float64Var(&o.Skew, "skew", o.Skew, "exponent of Zipf's law for accounts, principals and rules, above 1")
	f.Float64Var(&o.Hot, "hot", o.Hot, "share of the matches that are of one principal and rule")
	f.DurationVar(&o.Soonest, "soonest", o.Soonest, "payloads arrive this long after the event")
	f.DurationVar(&o.Latest, "latest", o.Latest, "to this long")
	f.Float64Var(&o.Late, "late", o.Late, "share of the payloads that arrive up to a day later")
	f.IntVar(&o.Rules, "rules", o.Rules, "rules")
	f.IntVar(&o.Threshold, "threshold", o.Threshold, "threshold of each rule")
	f.DurationVar(&o.Period, "period", o.Period, "period of each rule")
	f.DurationVar(&o.Quiet, "quiet", o.Quiet, "quiet time of each rule")
	f.BoolVar(&o.By, "by", o.By, "rules count by principal")
	f.IntVar(&o.Ceiling, "ceiling", o.Ceiling, "ceiling of each rule, 0: none, -1: the product's default")
	f.IntVar(&o.Storm, "storm", o.Storm, "storm of each rule, -1: the product's default")
	f.IntVar(&o.Memory, "memory", o.Memory, "MB of the function, which has a processor for each 1,769")
	f.DurationVar(&o.PerRecord, "per-record", o.PerRecord, "time of a record on a whole processor")
	f.DurationVar(&o.PerInvocation, "per-invocation", o.PerInvocation, "time of an invocation beside that, on a whole processor")
	f.DurationVar(&o.Latency, "latency", o.Latency, "time of a request")
	f.IntVar(&o.Log, "log", o.Log, "bytes that an invocation with a match logs")
	f.IntVar(&o.LogIdle, "log-idle", o.LogIdle, "bytes that a process logs of its other invocations, at most every 10 s")
	f.Float64Var(&o.Limit, "limit", o.Limit, "write units a second of a partition key, above which requests are throttled; 0: none")
	f.DurationVar(&o.WarmUp, "warm-up", o.WarmUp, "virtual time before the measurement")
	f.DurationVar(&o.Measure, "measure", o.Measure, "virtual time of the measurement")
	f.BoolVar(&o.Whole, "whole", o.Whole, "have the handler read the records that match nothing, too: slow, and the same numbers")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all chance")
	return f
}
