// Package convert is the command that writes history of any form as JSON lines.
package convert

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/matches"
	"trailnotify/cmd/trailnotify/internal/reading"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// flags are the flags of the convert command.
type flags struct {
	read reading.Flags
	gzip bool
}

const long = `Convert reads what replay reads and writes the records as JSON lines, one record
a line as it was logged, in order of event time. The same record is written
once, however often it was read. Other tools can then read history of any form.

Exit codes: 0 everything was read; 1 something could not be read, or there was
no record; 2 the command line or the configuration can't be used; 130
interrupted.`

const example = `  trailnotify convert AWSLogs/ > history.jsonl
  trailnotify convert --gzip --since 2026-03-01 export.zip > march.jsonl.gz`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "convert [flags] PATH...",
		Short:   "Write history of any form as JSON lines in order of time",
		Long:    long,
		Example: example,
		Args:    cli.HistoryPaths,
		RunE:    func(cmd *cobra.Command, paths []string) error { return f.run(cmd.Context(), paths, p) },
	}
	f.read.Add(cmd)
	cmd.Flags().BoolVar(&f.gzip, "gzip", false, "compress the output")
	return cmd
}

// run is one run of the command.
func (f *flags) run(ctx context.Context, paths []string, p cli.Process) error {
	if err := ruleset.Sound(p); err != nil {
		return err
	}
	in, err := reading.Open(ctx, f.read, nil, paths, p)
	if err != nil {
		return err
	}
	out := newLines(p.Stdout, f.gzip)
	written := 0
	err = in.InOrder(ctx, func(r cloudtrail.Record) error {
		written++
		return out.write(r)
	})
	if err != nil && !errors.Is(err, cli.ErrInterrupted) {
		return err
	}
	if err := out.close(); err != nil {
		return err
	}
	fmt.Fprintf(p.Stderr, "%s: %s written\n", in.Text(), screen.Plural(written, "line"))
	return cmp.Or(err, in.Outcome())
}

// lines writes records one a line.
type lines struct {
	w   *bufio.Writer
	zip *gzip.Writer // nil: plain
}

func newLines(w io.Writer, compress bool) *lines {
	if !compress {
		return &lines{w: bufio.NewWriterSize(w, 64<<10)}
	}
	zip := gzip.NewWriter(w)
	return &lines{bufio.NewWriterSize(zip, 64<<10), zip}
}

func (l *lines) write(r cloudtrail.Record) error {
	_, _ = l.w.Write(matches.OneLine(r.JSON, false)) // the writer keeps its error for the next call
	if err := l.w.WriteByte('\n'); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}

func (l *lines) close() error {
	err := l.w.Flush()
	if err == nil && l.zip != nil {
		err = l.zip.Close()
	}
	if err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}
