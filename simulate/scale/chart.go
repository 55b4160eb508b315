package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
)

// The chart shows how each figure grows while one parameter doubles three
// times. Its organisation is small, so that all of it is run in seconds.

// doublings is how often a parameter doubles.
const doublings = 3

// charted is the organisation that the chart begins with.
func charted() organisation {
	o := ordinary()
	o.Records, o.Match, o.Accounts = 250, 0.005, 500
	o.Soonest, o.Latest = time.Minute, 4*time.Minute
	o.WarmUp, o.Measure = 7*time.Minute, 3*time.Minute
	return o
}

// A growth is a parameter that doubles.
type growth struct {
	name string
	by   func(o *organisation, factor int)
}

var growths = []growth{
	{"records a second", func(o *organisation, n int) { o.Records *= float64(n) }},
	{"share that matches", func(o *organisation, n int) { o.Match *= float64(n) }},
	{"accounts", func(o *organisation, n int) { o.Accounts *= n }},
	{"rules", func(o *organisation, n int) { o.Rules *= n }},
}

// A figure is what is drawn as a line.
type figure struct {
	name, color string
	value       func(o organisation, m *meter) float64
}

var figures = []figure{
	{"invocations", "#888888", func(_ organisation, m *meter) float64 { return m.rate(invocations) }},
	{"write units", "#c0392b", func(_ organisation, m *meter) float64 { return m.Units.write }},
	{"read units", "#2471a3", func(_ organisation, m *meter) float64 { return m.Units.read }},
	{"busiest key", "#8e44ad", func(_ organisation, m *meter) float64 { return m.Hot.write }},
	{"function, $", "#b9770e", func(o organisation, m *meter) float64 { return m.function30Days(o) }},
	{"its log, $", "#117a65", func(_ organisation, m *meter) float64 { return m.log30Days() }},
	{"all, $", "#000000", organisation.all},
}

func (o organisation) all(m *meter) float64 { return m.all30Days(o) }

// factors are a figure for each doubling, as multiples of the first.
type factors [doublings + 1]float64

// grow runs the organisation with a parameter once, twice, four and eight times
// as large and returns the factors of all figures.
func (g growth) grow(o organisation) ([]factors, error) {
	all := make([]factors, len(figures))
	for i := range doublings + 1 {
		x := o
		g.by(&x, 1<<i)
		m, err := x.measure()
		if err != nil {
			return nil, err
		}
		for j, f := range figures {
			all[j][i] = f.value(x, m)
		}
	}
	for j := range all {
		first := all[j][0]
		for i := range all[j] {
			all[j][i] /= first
		}
	}
	return all, nil
}

// Sizes of the chart: a panel for each parameter, of which the upper part is
// drawn in and the lower one tells the last factors.
const (
	panelWidth, panelHeight = 210, 340
	plot                    = 160 // width and height
	margin                  = 36
)

// chart draws the growths of an organisation.
func chart(out io.Writer, o organisation) error {
	width := panelWidth * len(growths)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n", width, panelHeight)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, panelHeight)
	for i, g := range growths {
		all, err := g.grow(o)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, `<g transform="translate(%d,0)">`+"\n", i*panelWidth)
		panel(&b, g.name, all)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(out, b.String())
	return err
}

// place is where a factor lies on an axis of the plot: each doubling takes the
// same room. Factors below a half are drawn at its edge.
func place(factor float64) float64 {
	return plot * (1 + math.Log2(max(factor, 0.5))) / (doublings + 1)
}

// panel draws one parameter: axes, lines, and the last factor of each figure.
func panel(b *strings.Builder, name string, all []factors) {
	fmt.Fprintf(b, `<text x="%d" y="18" font-weight="bold">%s</text>`+"\n", margin, name)
	for i := -1; i <= doublings; i++ {
		y := margin + plot - place(math.Exp2(float64(i)))
		fmt.Fprintf(b, `<path d="M%d %.1fh%d" stroke="#dddddd"/><text x="%d" y="%.1f" text-anchor="end">×%g</text>`+"\n",
			margin, y, plot, margin-6, y+4, math.Exp2(float64(i)))
	}
	for i := range doublings + 1 {
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">×%d</text>`+"\n", across(i), margin+plot+16, 1<<i)
	}
	order := make([]int, len(figures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(all[y][doublings], all[x][doublings]) })
	for row, f := range order {
		line(b, figures[f], all[f], margin+plot+34+row*14)
	}
}

// across is where a doubling lies on the lower axis.
func across(i int) float64 { return margin + plot*float64(i)/doublings }

// line draws a figure, and its row below the plot.
func line(b *strings.Builder, f figure, values factors, y int) {
	var points []string
	for i, x := range values {
		points = append(points, fmt.Sprintf("%.1f,%.1f", across(i), margin+plot-place(x)))
	}
	fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.6"/>`+"\n", strings.Join(points, " "), f.color)
	fmt.Fprintf(b, `<path d="M%d %dh14" stroke="%s" stroke-width="3"/><text x="%d" y="%d">%s</text><text x="%d" y="%d" text-anchor="end">×%.1f</text>`+"\n",
		margin, y-4, f.color, margin+20, y, f.name, margin+plot, y, values[doublings])
}
