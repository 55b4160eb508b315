package history

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"trailnotify/cloudtrail/history/internal/buffer"
)

// table reads CSV, and returns false if the stream is not that.
func (s *stream) table(head []byte) bool {
	comma, header := csvStart(head)
	if comma == 0 {
		return false
	}
	in := &rowReader{w: &s.w, left: s.limit}
	rows := csv.NewReader(in)
	rows.Comma, rows.ReuseRecord, rows.FieldsPerRecord, rows.LazyQuotes = comma, true, -1, true
	var names []string
	if header {
		row, err := rows.Read()
		if err != nil {
			return false
		}
		names = append(names, row...)
	}
	for !s.over() {
		in.left = s.limit
		row, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil && !s.badRow(err, rows.InputOffset()) {
			break
		}
		s.cells(names, row)
	}
	return true
}

// badRow reports a row that can't be read, and returns whether reading can go on.
func (s *stream) badRow(err error, offset int64) bool {
	p := position{line: 1, offset: offset}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		p.line, err = parse.Line, parse.Err
	}
	s.out.number(1)
	s.faultAt(p, s.out.count, nil, fmt.Errorf("reading CSV: %w", err))
	return parse != nil
}

// cells reads the records in the cells of one row: of the first cell that holds
// any.
func (s *stream) cells(names, row []string) {
	if len(row) == 0 {
		return
	}
	s.out.hint = nil
	for i, cell := range row {
		content := blankless([]byte(cell))
		if len(content) < 2 || content[0] != '{' && content[0] != '[' && !isBase64Start(content) {
			continue
		}
		column := "a column"
		if i < len(names) {
			column = "column " + names[i]
		}
		if s.guessing(func() { s.inside(content, column, time.Time{}) }) {
			return
		}
	}
	if s.over() {
		return
	}
	if mentionsCloudTrail([]byte(strings.Join(names, ","))) {
		s.out.notCloudTrail(Foreign{
			Form: "CSV of CloudTrail in columns", Lossy: true,
			Way: wayWhole + "; a CSV with one column of whole records is read",
		})
		return
	}
	s.out.unknown()
}

// csvStart finds the delimiter of CSV that may hold records, 0 if head is not
// the start of any, and whether its first line names the columns.
func csvStart(head []byte) (comma rune, header bool) {
	line, rest, found := bytes.Cut(head, []byte{'\n'})
	line = bytes.TrimRight(line, "\r")
	if !found || len(line) == 0 || line[0] == '{' || line[0] == '[' {
		return 0, false
	}
	if bytes.HasPrefix(line, []byte(`"{""`)) || bytes.Contains(line, []byte(`,"{""`)) {
		return ',', false
	}
	for _, c := range ",\t;|" {
		if names := columnNames(line, c); names != nil && (quotesJSON(rest, c) || mentionsCloudTrail(line)) {
			return c, true
		}
	}
	return 0, false
}

// columnNames returns the names that a line gives to columns, nil if it doesn't
// look like such a line.
func columnNames(line []byte, comma rune) []string {
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma = comma
	names, err := r.Read()
	if err != nil {
		return nil
	}
	for _, name := range names {
		if len(name) == 0 || len(name) > 100 || strings.ContainsAny(name, "{}[]:\"") {
			return nil
		}
	}
	return names
}

// quotesJSON reports whether the rows after the header hold JSON in a cell.
func quotesJSON(rows []byte, comma rune) bool {
	return bytes.HasPrefix(rows, []byte(`"{""`)) || bytes.Contains(rows, []byte(string(comma)+`"{""`)) ||
		comma == '\t' && bytes.Contains(rows, []byte("\t{\""))
}

// rowReader reads from a window, and gives no more of it than what is left for
// one row: a quote that is never closed must not take the whole file into memory.
type rowReader struct {
	w    *buffer.Window
	left int // of this row
}

func (r *rowReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errTooLong
	}
	if !r.w.Has(1) {
		return 0, r.w.Err
	}
	n := copy(p[:min(len(p), r.left)], r.w.Data())
	r.w.Drop(n)
	r.left -= n
	return n, nil
}
