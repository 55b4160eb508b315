package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/pattern"
)

// matching is a run of match that has begun.
type matching struct {
	matcher matcher
	show    matchPrinter
	faults  faultList
	matched int
}

// A matchPrinter prints what matches.
type matchPrinter interface {
	add(r cloudtrail.Record, rules []string) error
	end() error
}

// all matches records until they end, or until nobody waits for them.
func (m *matching) all(ctx context.Context, records recordSeq) error {
	for record, err := range records {
		switch {
		case ctx.Err() != nil:
			return errInterrupted
		case err != nil:
			m.faults.add(err)
			continue
		}
		names, ok := m.matcher(record.JSON)
		if !ok {
			continue
		}
		m.matched++
		if err := m.show.add(record, names); err != nil {
			return fmt.Errorf("printing: %w", err)
		}
	}
	m.faults.end()
	return nil
}

// outcome is how the command exits.
func (m *matching) outcome() error {
	switch {
	case m.faults.failed():
		return exit(exitIncomplete)
	case m.matched == 0:
		return exit(exitNoMatch)
	default:
		return nil
	}
}

// printer returns what prints matches in the way that the flags ask for.
func (f *matchFlags) printer(w *bufio.Writer, to terminal) (matchPrinter, error) {
	switch {
	case f.count && f.format == "ndjson":
		return nil, errors.New("--count prints no records: give --format text or json with it")
	case f.by != "" && !f.count:
		return nil, errors.New("--by counts values: give --count with it")
	case f.by != "":
		selector, err := pattern.ParseSelector(f.by)
		if err != nil {
			return nil, fmt.Errorf("--by: %w", err)
		}
		return &valueCounter{w: w, selector: selector, format: f.format, screen: to, counts: map[string]int{}}, nil
	case f.count:
		return &matchCounter{w: w, format: f.format}, nil
	case f.format == "json":
		return &placePrinter{w: w, lines: f.lines}, nil
	default:
		return &recordPrinter{w: w, lines: f.lines, quote: f.format == "ndjson" && f.lines, escape: to.width > 0}, nil
	}
}

// A recordPrinter prints each record on a line.
type recordPrinter struct {
	w      *bufio.Writer
	lines  bool // records are raw messages
	quote  bool // and to be printed as strings of JSON
	escape bool // for a terminal
}

func (r *recordPrinter) add(record cloudtrail.Record, _ []string) error {
	line := oneLine(record.JSON, r.lines)
	if r.quote {
		return screen.PrintJSON(r.w, string(line))
	}
	if r.escape {
		line = []byte(screen.Escape(string(line)))
	}
	_, err := r.w.Write(append(line, '\n'))
	return err
}

func (*recordPrinter) end() error { return nil }

// oneLine returns a record that is spread over lines as one line. A raw message
// is a line already.
func oneLine(record []byte, raw bool) []byte {
	if raw || !bytes.ContainsAny(record, "\r\n") {
		return bytes.Clone(record)
	}
	var line bytes.Buffer
	if err := json.Compact(&line, record); err != nil {
		return bytes.Join(bytes.Fields(record), []byte(" "))
	}
	return line.Bytes()
}

// A placePrinter prints the place of each record and the rules that count it.
type placePrinter struct {
	w     io.Writer
	lines bool
}

func (p *placePrinter) add(r cloudtrail.Record, rules []string) error {
	found := struct {
		File    string   `json:"file"`
		Line    int      `json:"line"`
		EventID string   `json:"event_id"`
		Rules   []string `json:"rules"`
		Place   string   `json:"place"` // FILE:N, as explain takes it
	}{r.Place.File, r.Place.N, "", rules, r.Place.String()}
	if !p.lines {
		found.EventID = r.EventID()
	}
	return screen.PrintJSON(p.w, found)
}

func (*placePrinter) end() error { return nil }
