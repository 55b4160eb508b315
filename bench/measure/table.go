package measure

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// A Table is printed as Markdown. Its first column is text, the others are
// figures.
type Table struct {
	Title  string // above it
	Header []string
	Rows   [][]string
	Notes  []string // below it, a line each
}

// Add appends a row.
func (t *Table) Add(cells ...string) { t.Rows = append(t.Rows, cells) }

// Print writes the table.
func (t *Table) Print(w io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "### %s\n\n", t.Title)
	line := func(cells []string) {
		fmt.Fprintf(&text, "| %s |\n", strings.Join(cells, " | "))
	}
	line(t.Header)
	text.WriteString("|---|" + strings.Repeat("---:|", len(t.Header)-1) + "\n")
	for _, row := range t.Rows {
		line(row)
	}
	for _, note := range t.Notes {
		fmt.Fprintf(&text, "\n%s\n", note)
	}
	text.WriteString("\n")
	_, err := io.WriteString(w, text.String())
	return err
}

// Figure writes a number with two or three significant digits, thousands with
// commas.
func Figure(f float64) string {
	switch size := math.Abs(f); {
	case size >= 999.5:
		return Count(int(math.Round(f)))
	case size >= 100:
		return fmt.Sprintf("%.0f", f)
	case size >= 10:
		return fmt.Sprintf("%.1f", f)
	case size >= 0.1 || f == 0:
		return fmt.Sprintf("%.2f", f)
	default:
		return fmt.Sprintf("%.3f", f)
	}
}

// Count writes a whole number, thousands with commas.
func Count(n int) string {
	if n < 0 {
		return "-" + Count(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", Count(n/1000), n%1000)
}
