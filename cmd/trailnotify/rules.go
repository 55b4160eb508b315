package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/rules"
)

// rulesFlags are the flags of the rules command.
type rulesFlags struct {
	rules    ruleFlags
	severity string
	format   string
}

func newRules(p process) *cobra.Command {
	var flags rulesFlags
	cmd := &cobra.Command{
		Use:   "rules [flags]",
		Short: "List the rules in force and where each threshold comes from",
		Long: `Rules lists the rules as the function would run them with the same environment:
which are on, their thresholds, periods and quiet times, and where each of these
comes from.

Exit codes: 0 the rules are sound; 2 they are not, or the command line can't be
used.`,
		Example: `  trailnotify rules
  trailnotify rules --severity high
  ROOT_USAGE_ALERT_THRESHOLD=2 trailnotify rules --rule-set security-hub`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return listRules(flags, p) },
	}
	flags.rules.add(cmd)
	cmd.Flags().StringVar(&flags.severity, "severity", "", "list only rules of this `severity` or a higher one")
	cmd.Flags().StringVar(&flags.format, "format", "table", "table, or json for an array")
	completeValues(cmd, "format", "table", "json")
	completeValues(cmd, "severity", severities()...)
	return cmd
}

// listRules is one run of the command.
func listRules(flags rulesFlags, p process) error {
	if err := flagOneOf("format", flags.format, "table", "json"); err != nil {
		return err
	}
	wanted, err := atLeast(flags.severity)
	if err != nil {
		return err
	}
	set, err := flags.rules.load(p)
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(set.Table(), func(r rules.Row) bool { return !wanted(r.Severity.Value) })
	if flags.format == "json" {
		if rows == nil {
			rows = []rules.Row{}
		}
		return screen.PrintJSON(p.stdout, rows)
	}
	to := terminalOf(p.stdout, p)
	table, leftOut := ruleTable(rows, to), ""
	if to.width > 0 && to.width < minRules {
		table, leftOut = narrowRuleTable(rows, to), "By what each rule counts takes a wider terminal, or --format json."
	}
	if err := table.Print(p.stdout); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if leftOut != "" {
		fmt.Fprintln(p.stdout, screen.Wrap(leftOut, to.width))
	}
	return nil
}

// ruleTable has a row for each rule.
func ruleTable(rows []rules.Row, to terminal) *screen.Table {
	table := screen.NewTable(to.width,
		screen.Column{Title: "RULE"},
		screen.Column{Title: "SEVERITY", Paint: func(cell string) string { return to.paint(strings.TrimSpace(cell), cell) }},
		screen.Column{Title: "ON"},
		screen.Column{Title: "THRESHOLD", Min: 6},
		screen.Column{Title: "PERIOD"},
		screen.Column{Title: "QUIET"},
		screen.Column{Title: "BY", Min: 8},
		screen.Column{Title: "THRESHOLD FROM", Min: 12})
	for _, row := range rows {
		table.Row(row.Name, row.Severity.Value, on(row), row.Threshold.Value, row.Period.Value, row.Quiet.Value,
			firstPart(row.By.Value), row.Threshold.Origin)
	}
	return table
}

// minRules is the narrowest screen on which each rule fits on one line.
const minRules = 110

// narrowRuleTable leaves out what rules count by. Where a threshold comes from
// it says only of those that are not as their rule file has them.
func narrowRuleTable(rows []rules.Row, to terminal) *screen.Table {
	table := screen.NewTable(to.width,
		screen.Column{Title: "RULE", Min: 14},
		screen.Column{Title: "SEVERITY", Paint: func(cell string) string { return to.paint(strings.TrimSpace(cell), cell) }},
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
	if row.Enabled.Value == "true" {
		return "yes"
	}
	return "no"
}

// maxBy is how much of what a rule counts by has room in the table.
const maxBy = 40

// firstPart shows a list with commas. Of a long one it shows the first entry,
// and how many others there are.
func firstPart(list string) string {
	if len(list) <= maxBy {
		return orElse(list, "-")
	}
	first, others, more := strings.Cut(list, ", ")
	first = strings.Trim(first, "[]")
	if more {
		return fmt.Sprintf("%s +%d", first, 1+strings.Count(others, ", "))
	}
	return first
}

// severities are those of rules, in the order of their weight.
func severities() []string {
	var all []string
	for s := rules.Info; s <= rules.Critical; s++ {
		all = append(all, s.String())
	}
	return all
}

// atLeast returns what reports whether a severity is the given one or a higher
// one. Every severity is, when none is given.
func atLeast(severity string) (func(string) bool, error) {
	if severity == "" {
		return func(string) bool { return true }, nil
	}
	all := severities()
	if err := flagOneOf("severity", severity, all...); err != nil {
		return nil, err
	}
	higher := all[slices.Index(all, severity):]
	return func(s string) bool { return slices.Contains(higher, s) }, nil
}
