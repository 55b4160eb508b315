package matches

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/rules/group"
)

// A matchCounter prints how many records match.
type matchCounter struct {
	w      io.Writer
	format string
	n      int
}

func (c *matchCounter) Add(cloudtrail.Record, []string) error {
	c.n++
	return nil
}

func (c *matchCounter) End() error {
	if c.format == "json" {
		return screen.PrintJSON(c.w, map[string]int{"count": c.n})
	}
	_, err := fmt.Fprintln(c.w, c.n)
	return err
}

// maxValues is how many different values are counted one by one. Callers choose
// many fields, so their number has to have a bound.
const maxValues = 100_000

// A valueCounter prints how many of the records that match are in each group.
type valueCounter struct {
	w      io.Writer
	by     group.By
	lines  bool // records are raw messages
	format string
	width  int

	counts  map[string]int // by what identifies the group
	missing int            // records without any of the parts
	other   int            // records of groups beyond maxValues
}

func (c *valueCounter) Add(r cloudtrail.Record, _ []string) error {
	value, found := "", false
	if !c.lines || json.Valid(r.JSON) {
		value, found = c.by.Group(group.Of(r))
	}
	_, known := c.counts[value]
	switch {
	case !found:
		c.missing++
	case known || len(c.counts) < maxValues:
		c.counts[value]++
	default:
		c.other++
	}
	return nil
}

// A valueCount is a row of the table.
type valueCount struct {
	values []*string // part by part; nil: the records have none
	count  int
}

func (c *valueCounter) End() error {
	rows := c.rows()
	if c.format == "json" {
		return c.printJSON(rows)
	}
	table := screen.NewTable(c.width, c.columns()...)
	for _, row := range rows {
		table.Row(row.cells()...)
	}
	if c.other > 0 {
		cells := make([]string, 1+len(c.by))
		cells[0], cells[1] = strconv.Itoa(c.other), fmt.Sprintf("(other values: only the first %d are told apart)", maxValues)
		table.Row(cells...)
	}
	if table.Rows() == 0 {
		return nil
	}
	return table.Print(c.w)
}

// columns are those of the table: the count, and the parts of the group.
func (c *valueCounter) columns() []screen.Column {
	columns := []screen.Column{{Title: "COUNT", Right: true}}
	for _, p := range c.by {
		columns = append(columns, screen.Column{Title: p.String(), Min: 10})
	}
	return columns
}

// cells are the row as people read it.
func (v valueCount) cells() []string {
	cells := []string{strconv.Itoa(v.count)}
	for _, value := range v.values {
		if value == nil {
			cells = append(cells, "(no such field)")
		} else {
			cells = append(cells, *value)
		}
	}
	return cells
}

// rows are in the order of their counts, most frequent first, then of their
// values.
func (c *valueCounter) rows() []valueCount {
	var rows []valueCount
	for _, text := range slices.Sorted(maps.Keys(c.counts)) {
		values := make([]*string, len(c.by))
		for i, v := range c.by.Values(text) {
			if !v.Missing {
				values[i] = &v.Text
			}
		}
		rows = append(rows, valueCount{values, c.counts[text]})
	}
	if c.missing > 0 {
		rows = append(rows, valueCount{make([]*string, len(c.by)), c.missing})
	}
	slices.SortStableFunc(rows, func(a, b valueCount) int { return cmp.Compare(b.count, a.count) })
	return rows
}

// object is the row as programs read it: the value of one part, or those of
// several by their names.
func (c *valueCounter) object(v valueCount) any {
	if len(c.by) == 1 {
		return struct {
			Value *string `json:"value"`
			Count int     `json:"count"`
		}{v.values[0], v.count}
	}
	named := make(map[string]*string, len(c.by))
	for i, p := range c.by {
		named[p.String()] = v.values[i]
	}
	return struct {
		Values map[string]*string `json:"values"`
		Count  int                `json:"count"`
	}{named, v.count}
}

func (c *valueCounter) printJSON(rows []valueCount) error {
	for _, row := range rows {
		if err := screen.PrintJSON(c.w, c.object(row)); err != nil {
			return err
		}
	}
	if c.other == 0 {
		return nil
	}
	return screen.PrintJSON(c.w, map[string]int{"other_values": c.other})
}
