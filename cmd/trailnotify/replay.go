package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/detector"
	"trailnotify/rules"
	"trailnotify/window"
)

// closeAfter is how far event time has to move on before a window is taken as
// complete and its memory freed: longer than CloudTrail is ever late.
const closeAfter = 24 * time.Hour

// replayFlags are the flags of the replay command.
type replayFlags struct {
	rules       ruleFlags
	read        readFlags
	memory      memoryFlag
	invoke      invokeFlags
	format      string
	asDelivered bool
}

func newReplay(p process) *cobra.Command {
	var flags replayFlags
	cmd := &cobra.Command{
		Use:   "replay [flags] PATH...",
		Short: "Run recorded history through the detector and print the alerts",
		Long: `Replay reads CloudTrail records from files, directories (S3 trees) and standard
input ("-"), runs them through the detector as the Lambda function would, with
the counts in memory, and prints the alerts and a summary.

Alerts do not depend on the order of the input: the records that a rule matches
are kept until everything is read, then counted in order of event time. What
exceeds --memory is kept on disk. --as-delivered counts while it reads, in the
order of the input, which shows what late records do.

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
the configuration can't be used; 130 interrupted.`,
		Example: `  trailnotify replay AWSLogs/
  trailnotify replay --rule-set security-hub --format json 2026-03-02.json.gz
  aws cloudtrail lookup-events | trailnotify replay --home-region eu-west-1 -`,
		Args: historyPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return replay(cmd.Context(), flags, paths, p)
		},
	}
	flags.add(cmd)
	return cmd
}

func (f *replayFlags) add(cmd *cobra.Command) {
	f.rules.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", "table", "how alerts are printed: table, or json for one alert a line")
	cmd.Flags().BoolVar(&f.asDelivered, "as-delivered", false, "count in the order of the input")
	f.read.add(cmd)
	f.memory.add(cmd)
	f.invoke.add(cmd)
	completeValues(cmd, "format", "table", "json")
}

// replay is one run of the command.
func replay(ctx context.Context, flags replayFlags, paths []string, p process) error {
	if err := flagOneOf("format", flags.format, "table", "json"); err != nil {
		return err
	}
	if flags.invoke.function != "" {
		return replayTo(ctx, flags, paths, p)
	}
	set, in, err := open(ctx, flags.rules, flags.read, paths, p)
	if err != nil {
		return err
	}
	out := newAlertPrinter(flags.format, p)
	r := newReplayer(set, in, alert.Deployment{}, out.add)
	if flags.asDelivered {
		err = in.batches(ctx, r.detect)
	} else {
		err = r.inOrder(ctx, flags.memory, r.detect)
	}
	if err != nil && !errors.Is(err, errInterrupted) {
		return err
	}
	if err := out.end(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if err := r.summary.print(flags.summaryTo(p), terminalOf(p.stdout, p), set, r.counts.Totals()); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return cmp.Or(err, in.outcome())
}

// open loads the rules and lists the input of a command that replays.
func open(ctx context.Context, chosen ruleFlags, flags readFlags, paths []string, p process) (*rules.Set, *reading, error) {
	set, err := chosen.load(p)
	if err != nil {
		return nil, nil, err
	}
	in, err := newReading(ctx, flags, newAnyRule(set), paths, p)
	if err != nil {
		return nil, nil, err
	}
	return set, in, nil
}

// replayTo sends the input to the deployed function.
func replayTo(ctx context.Context, flags replayFlags, paths []string, p process) error {
	to, err := newFunction(ctx, flags.invoke)
	if err != nil {
		return err
	}
	in, err := newReading(ctx, flags.read, nil, paths, p)
	if err != nil {
		return err
	}
	err = to.outcome(in.batches(ctx, to.send), p.stderr)
	if err != nil && ctx.Err() == nil {
		return err
	}
	fmt.Fprintf(p.stdout, "sent %s to %s\n", in.text(), screen.Escape(flags.invoke.function))
	return cmp.Or(err, in.outcome())
}

// A replayer counts batches and hands on the alerts.
type replayer struct {
	summary
	counts   *window.Local
	detector *detector.Detector
	show     func(alert.Alert)
	fresh    []alert.Alert // of one batch
}

func newReplayer(set *rules.Set, in *reading, from alert.Deployment, show func(alert.Alert)) *replayer {
	r := &replayer{summary: summary{reading: in}, counts: window.NewLocal(closeAfter)}
	r.show = show
	r.detector = detector.New(set, r.counts, func(_ context.Context, a alert.Alert) error {
		r.fresh = append(r.fresh, a)
		return nil
	}, from)
	return r
}

// inOrder hands on batches in order of event time.
func (r *replayer) inOrder(ctx context.Context, memory memoryFlag, do detect) error {
	b := batcher{do: do}
	whole := context.WithoutCancel(ctx) // after Ctrl-C what was read is still counted
	err := r.reading.inOrder(ctx, memory, func(record cloudtrail.Record) error { return b.take(whole, record) })
	if err != nil && !errors.Is(err, errInterrupted) {
		return err
	}
	return cmp.Or(b.flush(whole), err)
}

func (r *replayer) detect(ctx context.Context, b cloudtrail.Batch) error {
	_, err := r.detector.DetectBatch(ctx, b)
	r.showFresh()
	return err
}

// showFresh shows the alerts of one batch in order of time. The counter goes by
// rule and group.
func (r *replayer) showFresh() {
	slices.SortFunc(r.fresh, func(a, b alert.Alert) int {
		return cmp.Or(a.First.Compare(b.First), strings.Compare(a.Rule, b.Rule), strings.Compare(a.ID, b.ID))
	})
	for _, a := range r.fresh {
		r.alerted(a)
		r.progress.aside(func() { r.show(a) })
	}
	r.fresh = r.fresh[:0]
}

// summaryTo is where the summary goes: with the table, or out of the way of a
// program that reads alerts.
func (f *replayFlags) summaryTo(p process) io.Writer {
	if f.format == "json" {
		return p.stderr
	}
	return p.stdout
}
