// Package list is the command that lists the rules in force.
package list

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/rules"
)

// flags are the flags of the rules command.
type flags struct {
	rules    ruleset.Flags
	severity string
	format   string
}

const long = `Rules lists the rules as the function would run them with the same environment:
which are on, their thresholds, periods, quiet times and closing messages, and
where each of these comes from.

Exit codes: 0 the rules are sound; 2 they are not, or the command line can't be
used.`

const example = `  trailnotify rules
  trailnotify rules --severity high
  ROOT_USAGE_ALERT_THRESHOLD=2 trailnotify rules --rule-set security-hub`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "rules [flags]",
		Short:   "List the rules in force and where each threshold comes from",
		Long:    long,
		Example: example,
		Args:    cli.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return f.run(p) },
	}
	f.rules.Add(cmd)
	f.format = "table"
	cli.Choice(cmd, &f.format, "format", "table, or json for an array", "table", "json")
	cli.Choice(cmd, &f.severity, "severity", "list only rules of this `severity` or a higher one", ruleset.Severities()...)
	return cmd
}

// run is one run of the command.
func (f *flags) run(p cli.Process) error {
	wanted := ruleset.AtLeast(f.severity)
	set, err := f.rules.Load(p)
	if err != nil {
		return err
	}
	rows := []rules.Row{} // never null in JSON
	for _, row := range set.Table() {
		if wanted(row.Severity.Value) {
			rows = append(rows, row)
		}
	}
	if err := f.print(rows, p); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	for _, e := range set.Endings(time.Now()) {
		if !e.Ended { // of those that have, Load has told
			p.Note("note: %s", e)
		}
	}
	return nil
}

// print prints the rules in the format that was asked for.
func (f *flags) print(rows []rules.Row, p cli.Process) error {
	if f.format == "json" {
		return screen.PrintJSON(p.Stdout, rows)
	}
	return printTable(p.Stdout, rows, p.Terminal(p.Stdout))
}

// printTable prints the rules in as many columns as the terminal has room for.
func printTable(w io.Writer, rows []rules.Row, to screen.Terminal) error {
	if to.Width == 0 || to.Width >= minRules {
		return ruleTable(rows, to).Print(w)
	}
	if err := narrowRuleTable(rows, to).Print(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, screen.Wrap("By what each rule counts, and when closing messages follow, takes a wider terminal, or --format json.", to.Width))
	return err
}

// ruleTable has a row for each rule.
func ruleTable(rows []rules.Row, to screen.Terminal) *screen.Table {
	table := screen.NewTable(to.Width,
		screen.Column{Title: "RULE"},
		screen.Column{Title: "SEVERITY", Paint: to.Severity},
		screen.Column{Title: "ON"},
		screen.Column{Title: "THRESHOLD", Min: 6},
		screen.Column{Title: "PERIOD"},
		screen.Column{Title: "QUIET"},
		screen.Column{Title: "CLOSING"},
		screen.Column{Title: "BY", Min: 8},
		screen.Column{Title: "THRESHOLD FROM", Min: 12})
	for _, row := range rows {
		table.Row(row.Name, row.Severity.Value, on(row), row.Threshold.Value, row.Period.Value, row.Quiet.Value,
			row.Closing.Value, firstPart(row.By.Value), row.Threshold.Origin)
	}
	return table
}

// minRules is the narrowest screen on which each rule fits on one line.
const minRules = 119

// narrowRuleTable leaves out what rules count by, and their closing messages.
// Where a threshold comes from it says only of those that are not as their rule
// file has them.
func narrowRuleTable(rows []rules.Row, to screen.Terminal) *screen.Table {
	table := screen.NewTable(to.Width,
		screen.Column{Title: "RULE", Min: 14},
		screen.Column{Title: "SEVERITY", Paint: to.Severity},
		screen.Column{Title: "ON"},
		screen.Column{Title: "THRESHOLD", Min: 6},
		screen.Column{Title: "PERIOD"},
		screen.Column{Title: "QUIET"})
	for _, row := range rows {
		name := []string{row.Name}
		if origin := row.Threshold.Origin; !strings.HasPrefix(origin, "rule file ") {
			name = append(name, "  "+origin)
		}
		table.TallRow(name, []string{row.Severity.Value}, []string{on(row)}, []string{row.Threshold.Value},
			[]string{row.Period.Value}, []string{row.Quiet.Value})
	}
	return table
}

func on(row rules.Row) string {
	switch {
	case row.Enabled.Value != "true":
		return "no"
	case row.Mode.Value == rules.DryRun.String():
		return "dry run"
	default:
		return "yes"
	}
}

// maxBy is how much of what a rule counts by has room in the table.
const maxBy = 40

// firstPart shows a list with commas. Of a long one it shows the first entry,
// and how many others there are.
func firstPart(list string) string {
	if len(list) <= maxBy {
		return cmp.Or(list, "-")
	}
	first, others, more := strings.Cut(list, ", ")
	first = strings.Trim(first, "[]")
	if more {
		return fmt.Sprintf("%s +%d", first, 1+strings.Count(others, ", "))
	}
	return first
}
