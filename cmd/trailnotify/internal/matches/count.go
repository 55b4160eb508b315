package matches

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/pattern"
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

// A valueCounter prints how often each value of a field occurs in the records
// that match.
type valueCounter struct {
	w        io.Writer
	selector pattern.Selector
	format   string
	width    int

	counts  map[string]int
	missing int // records without the field
	other   int // records with values beyond maxValues
}

func (c *valueCounter) Add(r cloudtrail.Record, _ []string) error {
	value, found := c.selector.Value(r.JSON)
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
	Value *string `json:"value"` // null: the records have no such field
	Count int     `json:"count"`
}

func (c *valueCounter) End() error {
	rows := c.rows()
	if c.format == "json" {
		return c.printJSON(rows)
	}
	table := screen.NewTable(c.width,
		screen.Column{Title: "COUNT", Right: true}, screen.Column{Title: c.selector.String(), Min: 10})
	for _, row := range rows {
		value := "(no such field)"
		if row.Value != nil {
			value = *row.Value
		}
		table.Row(strconv.Itoa(row.Count), value)
	}
	if c.other > 0 {
		table.Row(strconv.Itoa(c.other), fmt.Sprintf("(other values: only the first %d are told apart)", maxValues))
	}
	if table.Rows() == 0 {
		return nil
	}
	return table.Print(c.w)
}

// rows are in the order of their counts, most frequent first, then of their
// values.
func (c *valueCounter) rows() []valueCount {
	var rows []valueCount
	for _, value := range slices.Sorted(maps.Keys(c.counts)) {
		rows = append(rows, valueCount{&value, c.counts[value]})
	}
	if c.missing > 0 {
		rows = append(rows, valueCount{nil, c.missing})
	}
	slices.SortStableFunc(rows, func(a, b valueCount) int { return cmp.Compare(b.Count, a.Count) })
	return rows
}

func (c *valueCounter) printJSON(rows []valueCount) error {
	for _, row := range rows {
		if err := screen.PrintJSON(c.w, row); err != nil {
			return err
		}
	}
	if c.other == 0 {
		return nil
	}
	return screen.PrintJSON(c.w, map[string]int{"other_values": c.other})
}
