package history

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/form"
	"trailnotify/cloudtrail/history/internal/sniff"
)

// table reads CSV, and returns false if the stream is not that.
func (s *stream) table(head []byte) bool {
	comma, header := sniff.CSV(head)
	if comma == 0 {
		return false
	}
	in := &buffer.Limited{Window: &s.w, Left: s.limit, Err: errTooLong}
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
		in.Left = s.limit
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

// badRow reports a row that can't be read, and returns whether reading can go
// on.
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
	s.spend(s.out.budget.Look(0))
	if s.over() || len(row) == 0 {
		return
	}
	s.out.hint = nil
	for i, cell := range row {
		content := blankless([]byte(cell))
		if len(content) < 2 || content[0] != '{' && content[0] != '[' && !sniff.Base64Start(content) {
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
	if sniff.MentionsCloudTrail([]byte(strings.Join(names, ","))) {
		s.out.notCloudTrail(Foreign{
			Form: "CSV of CloudTrail in columns", Lossy: true,
			Way: form.WayWhole + "; a CSV with one column of whole records is read",
		})
		return
	}
	s.out.unknown()
}
