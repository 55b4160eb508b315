package screen

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// A Column of a [Table].
type Column struct {
	Title string
	Right bool                     // numbers are aligned to the right
	Min   int                      // the width to which the column may shrink; 0: it keeps its width
	Paint func(cell string) string // colours a cell; nil: plain
}

// A Table prints rows in columns. Where the screen is too narrow, columns
// shrink and an ellipsis ends what is cut; a row is never wrapped. Widths are
// those of the characters on a screen: two columns for 日. Cells are escaped.
type Table struct {
	width   int
	columns []Column
	rows    [][]string
}

// NewTable makes a table for a screen of so many columns; 0 means no limit.
func NewTable(width int, columns ...Column) *Table {
	return &Table{width: width, columns: columns}
}

// Row adds a row with a cell of one line for each column.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = Escape(cell)
	}
	t.rows = append(t.rows, row)
}

// TallRow adds a row whose cells may have several lines.
func (t *Table) TallRow(cells ...[]string) {
	row := make([]string, len(cells))
	for i, lines := range cells {
		escaped := make([]string, len(lines))
		for j, line := range lines {
			escaped[j] = Escape(line)
		}
		row[i] = strings.Join(escaped, "\n")
	}
	t.rows = append(t.rows, row)
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return len(t.rows) }

// Print writes the titles and all rows.
func (t *Table) Print(w io.Writer) error {
	widths, gap := t.fit()
	out := table.NewWriter()
	out.SetStyle(t.style(gap))
	out.SuppressTrailingSpaces()
	out.SetColumnConfigs(t.configs(widths))
	titles := make([]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = c.Title
	}
	out.AppendHeader(cells(titles))
	for _, row := range t.rows {
		out.AppendRow(cells(row))
	}
	_, err := io.WriteString(w, out.Render()+"\n")
	return err
}

// style has no lines, and a gap between the columns.
func (t *Table) style(gap int) table.Style {
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	style.Box.UnfinishedRow = ""
	style.Size.WidthMax = t.width
	return style
}

func (t *Table) configs(widths []int) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, len(t.columns))
	for i, c := range t.columns {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: widths[i], WidthMaxEnforcer: clipLines}
		if c.Right {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
		if c.Paint != nil {
			configs[i].Transformer = func(cell any) string { return c.Paint(cell.(string)) }
		}
	}
	return configs
}

func cells(values []string) table.Row {
	row := make(table.Row, len(values))
	for i, v := range values {
		row[i] = v
	}
	return row
}

// fit returns the width of each column, and of the gaps between them, with
// which the table fits the screen. It narrows the widest of the columns that
// may shrink, step by step, then the gaps. What is too wide even so is cut at
// the edge of the screen.
func (t *Table) fit() (widths []int, gap int) {
	widths = t.natural()
	for _, gap = range []int{2, 1} {
		for t.width > 0 && total(widths, gap) > t.width && t.narrow(widths) {
		}
		if total(widths, gap) <= t.width {
			break
		}
	}
	if t.width == 0 {
		gap = 2
	}
	return widths, gap
}

// natural returns the width that each column has when nothing is cut.
func (t *Table) natural() []int {
	widths := make([]int, len(t.columns))
	for i, c := range t.columns {
		widths[i] = Width(c.Title)
		for _, row := range t.rows {
			for line := range strings.SplitSeq(row[i], "\n") {
				widths[i] = max(widths[i], Width(line))
			}
		}
	}
	return widths
}

// narrow takes one from the widest column that may shrink. It reports whether
// there was one.
func (t *Table) narrow(widths []int) bool {
	widest := -1
	for i, c := range t.columns {
		if c.Min > 0 && widths[i] > c.Min && (widest < 0 || widths[i] > widths[widest]) {
			widest = i
		}
	}
	if widest < 0 {
		return false
	}
	widths[widest]--
	return true
}

func total(widths []int, gap int) int {
	sum := gap * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// Width returns how many columns of a screen a line of text takes.
func Width(line string) int { return text.StringWidthWithoutEscSequences(line) }

// Clip cuts a line to so many columns of a screen, the last of them an
// ellipsis.
func Clip(line string, width int) string {
	if Width(line) <= width {
		return line
	}
	return text.Snip(line, width, "…")
}

// Wrap breaks a line between words so that it fits so many columns; 0 is no
// limit.
func Wrap(line string, width int) string {
	if width == 0 {
		return line
	}
	lines := strings.Split(text.WrapSoft(line, width), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func clipLines(cell string, width int) string {
	lines := strings.Split(cell, "\n")
	for i := range lines {
		lines[i] = Clip(lines[i], width)
	}
	return strings.Join(lines, "\n")
}
