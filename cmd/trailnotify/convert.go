package main

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
	"trailnotify/cmd/trailnotify/internal/matches"
)

// convertFlags are the flags of the convert command.
type convertFlags struct {
	read   readFlags
	memory memoryFlag
	gzip   bool
}

func newConvert(p process) *cobra.Command {
	var flags convertFlags
	cmd := &cobra.Command{
		Use:   "convert [flags] PATH...",
		Short: "Write history of any form as JSON lines in order of time",
		Long: `Convert reads what replay reads and writes the records as JSON lines, one record
a line as it was logged, in order of event time. The same record is written
once, however often it was read. Other tools can then read history of any form.

Exit codes: 0 everything was read; 1 something could not be read, or there was
no record; 2 the command line can't be used; 130 interrupted.`,
		Example: `  trailnotify convert AWSLogs/ > history.jsonl
  trailnotify convert --gzip --since 2026-03-01 export.zip > march.jsonl.gz`,
		Args: historyPaths,
		RunE: func(cmd *cobra.Command, paths []string) error { return convert(cmd.Context(), flags, paths, p) },
	}
	flags.read.add(cmd)
	flags.memory.add(cmd)
	cmd.Flags().BoolVar(&flags.gzip, "gzip", false, "compress the output")
	return cmd
}

// convert is one run of the command.
func convert(ctx context.Context, flags convertFlags, paths []string, p process) error {
	in, err := newReading(ctx, flags.read, nil, paths, p)
	if err != nil {
		return err
	}
	out := newLines(p.stdout, flags.gzip)
	written := 0
	err = in.inOrder(ctx, flags.memory, func(r cloudtrail.Record) error {
		written++
		return out.write(r)
	})
	if err != nil && !errors.Is(err, errInterrupted) {
		return err
	}
	if err := out.close(); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "%s: %s written\n", in.text(), plural(written, "line"))
	return cmp.Or(err, in.outcome())
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
