package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/rules"
	"trailnotify/window"
)

// closeAfter is how far event time has to move on before a window is taken as
// complete and its memory freed: longer than CloudTrail is ever late.
const closeAfter = 24 * time.Hour

// replayFlags are the flags of the replay command.
type replayFlags struct {
	rules  ruleFlags
	period periodFlags
	invoke invokeFlags
	format string
}

func newReplay(p process) *cobra.Command {
	var flags replayFlags
	cmd := &cobra.Command{
		Use:   "replay [flags] PATH...",
		Short: "Run recorded CloudTrail history through the detector and print the alerts",
		Long: `Replay reads CloudTrail records from files, directories (S3 trees) and standard
input ("-"), plain or gzipped, runs them through the detector as the Lambda
function would, with the counts in memory, and prints the alerts as they are
found and a summary at the end.

It reads S3 delivery files, JSON arrays, one record a line, single records,
CloudWatch Logs exports, saved subscription payloads and Lambda test events, the
output of "aws logs filter-log-events" and "aws cloudtrail lookup-events", and
records wrapped by EventBridge. What can't be read is reported with its place
and skipped.

With --invoke it sends the records to a deployed function in place of counting
them itself. That closes a gap in what the function was delivered; records that
it had before change nothing.

Exit codes: 0 everything was read; 1 something was skipped; 2 the command line
or the configuration can't be used.`,
		Example: `  trailnotify replay AWSLogs/
  trailnotify replay --rule-set security-hub --format json 2026-03-02.json.gz
  aws cloudtrail lookup-events | trailnotify replay --home-region eu-west-1 -`,
		Args: historyPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return replay(cmd.Context(), flags, paths, p)
		},
	}
	flags.rules.add(cmd)
	cmd.Flags().StringVar(&flags.format, "format", "table", "how alerts are printed: table, or json for one alert a line")
	flags.period.add(cmd)
	flags.invoke.add(cmd)
	completeValues(cmd, "format", "table", "json")
	return cmd
}

// replay is one run of the command.
func replay(ctx context.Context, flags replayFlags, paths []string, p process) error {
	if flags.format != "table" && flags.format != "json" {
		return fmt.Errorf("--format %s: want table or json", flags.format)
	}
	if flags.invoke.function != "" {
		return replayTo(ctx, flags, paths, p)
	}
	set, in, err := open(flags.rules, flags.period, paths, p)
	if err != nil {
		return err
	}
	r := newReplayer(set, in, alert.Deployment{}, printer(set, flags.format, p))
	if err := in.each(ctx, r.detect); err != nil {
		return err
	}
	r.summary.print(flags.summaryTo(p), set, r.counts.Totals())
	return in.outcome()
}

// open loads the rules and lists the input of a command that replays, and says
// what there is to say of the rules.
func open(chosen ruleFlags, period periodFlags, paths []string, p process) (*rules.Set, *reading, error) {
	set, err := chosen.load(p)
	if err != nil {
		return nil, nil, err
	}
	in, err := newReading(period, paths, p)
	if err != nil {
		return nil, nil, err
	}
	for _, note := range set.Notes() {
		fmt.Fprintln(p.stderr, "trailnotify:", note)
	}
	return set, in, nil
}

// replayTo sends the input to the deployed function.
func replayTo(ctx context.Context, flags replayFlags, paths []string, p process) error {
	to, err := newFunction(ctx, flags.invoke)
	if err != nil {
		return err
	}
	in, err := newReading(flags.period, paths, p)
	if err != nil {
		return err
	}
	if err := in.each(ctx, to.send); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "sent %s to %s\n", in.text(), flags.invoke.function)
	return in.outcome()
}

// A replayer counts batches and hands on the alerts.
type replayer struct {
	summary
	counts   *window.Local
	detector *detector.Detector
}

func newReplayer(set *rules.Set, in *reading, from alert.Deployment, show func(alert.Alert)) *replayer {
	r := &replayer{summary: summary{reading: in}, counts: window.NewLocal(closeAfter)}
	r.detector = detector.New(set, r.counts, func(_ context.Context, a alert.Alert) error {
		r.alerted(a)
		in.progress.aside(func() { show(a) })
		return nil
	}, from)
	return r
}

func (r *replayer) detect(ctx context.Context, b cloudtrail.Batch) error {
	report, err := r.detector.DetectBatch(ctx, b)
	r.uncounted += report.Uncounted
	return err
}

// summaryTo is where the summary goes: with the table, or out of the way of a
// program that reads alerts.
func (f *replayFlags) summaryTo(p process) io.Writer {
	if f.format == "json" {
		return p.stderr
	}
	return p.stdout
}

// printer returns what prints one alert in the given format.
func printer(set *rules.Set, format string, p process) func(alert.Alert) {
	if format == "json" {
		return func(a alert.Alert) { fmt.Fprintf(p.stdout, "%s\n", a.JSON()) }
	}
	t := &table{w: p.stdout, screen: terminalOf(p.stdout, p)}
	for _, rule := range set.Rules() {
		t.ruleName = max(t.ruleName, len(rule.Name))
	}
	return t.print
}
