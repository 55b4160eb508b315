// Package matches prints what the match command finds: records, their places,
// how many there are, or how often each value of a field occurs in them.
package matches

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/rules"
)

// A Printer prints what matches.
type Printer interface {
	Add(r cloudtrail.Record, rules []string) error
	End() error
}

// Formats returns the names of the formats.
func Formats() []string { return []string{"text", "json", "ndjson"} }

// Options say what is printed of a match.
type Options struct {
	Format string // one of Formats
	Lines  bool   // records are raw messages
	Count  bool   // only how many match
	By     string // with Count: whose values are counted, as a rule file has it after by
	Width  int    // of the terminal; 0: there is none
}

// New returns what prints matches in the way that the options ask for. The
// error says which options do not go together.
func New(w io.Writer, o Options) (Printer, error) {
	switch {
	case o.Count && o.Format == "ndjson":
		return nil, errors.New("--count prints no records: give --format text or json with it")
	case o.By != "" && !o.Count:
		return nil, errors.New("--by counts values: give --count with it")
	case o.By != "":
		by, err := rules.ParseBy(o.By)
		if err != nil {
			return nil, fmt.Errorf("--%w", err) // the error begins with "by: "
		}
		return &valueCounter{w: w, by: by, lines: o.Lines, format: o.Format, width: o.Width, counts: map[string]int{}}, nil
	case o.Count:
		return &matchCounter{w: w, format: o.Format}, nil
	case o.Format == "json":
		return &placePrinter{w: w, lines: o.Lines}, nil
	default:
		return &recordPrinter{w: w, lines: o.Lines, quote: o.Format == "ndjson" && o.Lines, escape: o.Width > 0}, nil
	}
}

// A recordPrinter prints each record on a line.
type recordPrinter struct {
	w      io.Writer
	lines  bool // records are raw messages
	quote  bool // and to be printed as strings of JSON
	escape bool // for a terminal
}

func (r *recordPrinter) Add(record cloudtrail.Record, _ []string) error {
	line := OneLine(record.JSON, r.lines)
	if r.quote {
		return screen.PrintJSON(r.w, string(line))
	}
	if r.escape {
		line = []byte(screen.Escape(string(line)))
	}
	_, err := r.w.Write(append(line, '\n'))
	return err
}

func (*recordPrinter) End() error { return nil }

// OneLine returns a record that is spread over lines as one line. A raw message
// is a line already.
func OneLine(record []byte, raw bool) []byte {
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

func (p *placePrinter) Add(r cloudtrail.Record, rules []string) error {
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

func (*placePrinter) End() error { return nil }
