// Package replay is the command that runs history through the detector and
// prints the alerts, or sends it to a deployed function.
package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/reading"
	"trailnotify/cmd/trailnotify/internal/replaying"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// flags are the flags of the replay command.
type flags struct {
	rules       ruleset.Flags
	read        reading.Flags
	invoke      invokeFlags
	format      string
	asDelivered bool
}

const long = `Replay reads CloudTrail records from files, directories (S3 trees) and standard
input ("-"), runs them through the detector as the Lambda function would, with
the counts in memory, and prints the alerts and a summary.

A closing message follows an alert if more matches came in its quiet time than
it told. Its time is that at which the function would send it.

Alerts do not depend on the order of the input: the records that a rule matches
are kept until everything is read, then counted in order of event time. What
exceeds --memory is kept on disk. --as-delivered counts and prints while it
reads, in the order of the input, which shows what late records do; closing
messages follow when the matches that are counted are newer.

It reads S3 delivery files, JSON lines and arrays, CloudWatch Logs exports, the
output of "aws cloudtrail lookup-events" and "aws logs filter-log-events", CSV
with a column of whole records, EventBridge and Lambda events, search results
and other wrappers; in gzip, bzip2, zstd, zip and tar. What can't be read
or is not CloudTrail is reported with its place, and reading continues.

With --invoke it sends the records to a deployed function instead of counting
them itself. That closes a gap in what the function received; records that it
already had change nothing.

Exit codes: 0 everything was read; 1 something could not be read, the function
of --invoke rejected something, or there was no record; 2 the command line or
the configuration can't be used; 130 interrupted.`

const example = `  trailnotify replay AWSLogs/
  trailnotify replay --rule-set security-hub --format json 2026-03-02.json.gz
  aws cloudtrail lookup-events | trailnotify replay --home-region eu-west-1 -`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "replay [flags] PATH...",
		Short:   "Run recorded history through the detector and print the alerts",
		Long:    long,
		Example: example,
		Args:    cli.HistoryPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return f.run(cmd.Context(), paths, p)
		},
	}
	f.add(cmd)
	return cmd
}

func (f *flags) add(cmd *cobra.Command) {
	f.rules.Add(cmd)
	f.format = "table"
	cli.Choice(cmd, &f.format, "format", "how alerts are printed: table, or json for one alert a line", "table", "json")
	cmd.Flags().BoolVar(&f.asDelivered, "as-delivered", false, "count in the order of the input, and print alerts when they are found")
	f.read.Add(cmd)
	f.invoke.add(cmd)
}

// run is one run of the command.
func (f *flags) run(ctx context.Context, paths []string, p cli.Process) error {
	if f.invoke.function != "" {
		return f.send(ctx, paths, p)
	}
	r, err := replaying.Open(ctx, f.rules, f.read, paths, p)
	if err != nil {
		return err
	}
	out := newAlertPrinter(f.format, p)
	out.lines = f.asDelivered
	interrupted := r.Run(ctx, replaying.Options{AsDelivered: f.asDelivered}, out.add)
	if interrupted != nil && !errors.Is(interrupted, cli.ErrInterrupted) {
		return interrupted
	}
	if err := out.end(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	s := summary{Replay: r, published: out.byRule}
	if err := s.print(f.summaryTo(p), p.Terminal(p.Stdout)); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return cmp.Or(interrupted, r.Outcome())
}

// send sends the input to the deployed function.
func (f *flags) send(ctx context.Context, paths []string, p cli.Process) error {
	if _, err := f.rules.LoadQuietly(p); err != nil {
		return err
	}
	to, err := newFunction(ctx, f.invoke)
	if err != nil {
		return err
	}
	in, err := reading.Open(ctx, f.read, nil, paths, p)
	if err != nil {
		return err
	}
	err = to.outcome(replaying.Batches(ctx, in, to.send), p.Stderr)
	if err != nil && ctx.Err() == nil {
		return err
	}
	fmt.Fprintf(p.Stdout, "sent %s to %s\n", in.Text(), screen.Escape(f.invoke.function))
	return cmp.Or(err, in.Outcome())
}

// summaryTo is where the summary goes: with the table, or out of the way of a
// program that reads alerts.
func (f *flags) summaryTo(p cli.Process) io.Writer {
	if f.format == "json" {
		return p.Stderr
	}
	return p.Stdout
}
