// Command generate writes made-up CloudTrail traffic of any size; -help lists what it takes.
//
//	generate -size 1GB -out /tmp/traffic                    S3 delivery files, gzipped, about 1 GB of records
//	generate -records 100000 -days 7 -format jsonl -out -   a week, one record a line, to standard output
//	generate -records 5000 -format payload -out -           subscription payloads, a Lambda event a line
package main

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"trailnotify/tools/traffic"
)

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	err := run(os.Args[1:], os.Stdout, os.Stderr, stop)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// options are the command line.
type options struct {
	config           traffic.Config
	size             string
	out, format      string
	gzip             bool
	every            time.Duration
	batch            int
	expected         string
	sizeSet, gzipSet bool
}

func run(args []string, stdout, stderr io.Writer, stop <-chan os.Signal) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	g, err := traffic.New(o.config)
	if err != nil {
		return err
	}
	sink, err := o.sink(stdout)
	if err != nil {
		return err
	}
	begin := time.Now()
	deliveries, bytes, err := write(g, sink, stop)
	if err = errors.Join(err, sink.Close()); err != nil {
		return err
	}
	if o.expected != "" {
		text, err := g.Expect().JSON()
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.expected, text, 0o644); err != nil {
			return err
		}
	}
	took := time.Since(begin).Seconds()
	fmt.Fprintf(stderr, "%d records, delivered %d times, %.1f MB uncompressed, in %.1f s: %.0f records/s\n",
		o.config.Records, deliveries, float64(bytes)/1e6, took, float64(deliveries)/took)
	return nil
}

// write copies all records into the sink, until it is told to stop.
func write(g *traffic.Generator, sink traffic.Sink, stop <-chan os.Signal) (deliveries int, bytes int64, err error) {
	for r := range g.Records() {
		select {
		case <-stop:
			return deliveries, bytes, errors.New("interrupted: the output is not complete")
		default:
		}
		if err := sink.Write(r); err != nil {
			return deliveries, bytes, err
		}
		deliveries++
		bytes += int64(len(r.JSON)) + 1
	}
	return deliveries, bytes, nil
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{}
	var from string
	f := flag.NewFlagSet("generate", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Uint64Var(&o.config.Seed, "seed", 1, "the same seed gives the same bytes")
	f.StringVar(&from, "from", "2026-11-17", "first day")
	f.IntVar(&o.config.Days, "days", 1, "number of days; the story happens on each")
	f.IntVar(&o.config.Records, "records", 2600, "different records over all days")
	f.StringVar(&o.size, "size", "", "about so many bytes of records before compression, such as 100MB or 1GB, instead of -records")
	f.Float64Var(&o.config.Duplicates, "duplicates", 0, "share of records that are delivered twice")
	f.BoolVar(&o.config.NoStory, "no-story", false, "leave the story out")
	f.StringVar(&o.out, "out", "-", "directory to write to; - is standard output")
	f.StringVar(&o.format, "format", "", "s3, jsonl or payload (default s3 into a directory, jsonl to standard output)")
	f.BoolVar(&o.gzip, "gzip", true, "compress (default: files yes, standard output no; payloads always are)")
	f.DurationVar(&o.every, "every", 5*time.Minute, "how much time one S3 file holds")
	f.IntVar(&o.batch, "batch", 500, "most records in a payload, which holds at most a minute")
	f.StringVar(&o.expected, "expected", "", "file for what the default rules must find")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	f.Visit(func(set *flag.Flag) {
		o.sizeSet = o.sizeSet || set.Name == "size"
		o.gzipSet = o.gzipSet || set.Name == "gzip"
	})
	return o, o.complete(from, f.Args())
}

// complete works out what follows from the flags.
func (o *options) complete(from string, rest []string) (err error) {
	if len(rest) > 0 {
		return fmt.Errorf("unexpected argument %q", rest[0])
	}
	if o.every < time.Minute || o.batch < 1 {
		return errors.New("-every must be at least a minute, -batch at least 1")
	}
	if o.config.From, err = time.Parse(time.DateOnly, from); err != nil {
		return fmt.Errorf("-from %q is not a date such as 2026-11-17", from)
	}
	if o.sizeSet {
		bytes, err := traffic.ParseSize(o.size)
		if err != nil {
			return err
		}
		if o.config.Records, err = o.config.RecordsIn(bytes); err != nil {
			return err
		}
	}
	if !o.gzipSet {
		o.gzip = o.out != "-"
	}
	if o.format == "" {
		o.format = "s3"
		if o.out == "-" {
			o.format = "jsonl"
		}
	}
	return nil
}

// sink opens the output.
func (o *options) sink(stdout io.Writer) (traffic.Sink, error) {
	files := traffic.Files{Dir: o.out, Every: o.every}
	if o.gzip {
		files.Level = gzip.BestSpeed
	}
	limits := traffic.Payloads{Records: o.batch, Every: time.Minute, Level: gzip.BestSpeed}
	switch {
	case o.format == "s3" && o.out == "-":
		return nil, errors.New("-format s3 writes many files: give a directory with -out")
	case o.format == "s3":
		return traffic.NewS3(files), nil
	case o.format == "jsonl" && o.out == "-" && o.gzip:
		return traffic.NewZippedLines(stdout, files.Level)
	case o.format == "jsonl" && o.out == "-":
		return traffic.NewLines(stdout), nil
	case o.format == "jsonl":
		return traffic.NewLineFiles(files), nil
	case o.format == "payload" && o.out == "-":
		return traffic.NewPayloads(stdout, limits), nil
	case o.format == "payload":
		return traffic.NewPayloadFiles(o.out, limits), nil
	}
	return nil, fmt.Errorf("-format %q is not s3, jsonl or payload", o.format)
}
