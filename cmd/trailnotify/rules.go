package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"trailnotify/rules"
)

func newRules(p process) *cobra.Command {
	var flags ruleFlags
	var format string
	cmd := &cobra.Command{
		Use:   "rules [flags]",
		Short: "List the rules in force and where each threshold comes from",
		Long: `Rules lists the rules as the function would run them with the same environment:
which are on, their thresholds, periods and quiet times, and where each of these
comes from.

Exit codes: 0 the rules are sound; 2 they are not, or the command line can't be
used.`,
		Example: `  trailnotify rules
  ROOT_USAGE_ALERT_THRESHOLD=2 trailnotify rules --rule-set security-hub`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := flags.load(p)
			if err != nil {
				return err
			}
			switch format {
			case "table":
				listRules(p.stdout, set)
			case "json":
				return json.NewEncoder(p.stdout).Encode(set.Table())
			default:
				return fmt.Errorf("--format %s: want table or json", format)
			}
			return nil
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&format, "format", "table", "table, or json for an array")
	completeValues(cmd, "format", "table", "json")
	return cmd
}

// listRules prints a row for each rule.
func listRules(w io.Writer, set *rules.Set) {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(columns, "RULE\tSEVERITY\tON\tTHRESHOLD\tPERIOD\tQUIET\tBY\tTHRESHOLD FROM\n")
	for _, row := range set.Table() {
		on := "yes"
		if row.Enabled.Value != "true" {
			on = "no"
		}
		by := "-"
		if first, others, more := strings.Cut(row.By.Value, ", "); first != "" {
			by = first
			if more {
				by += fmt.Sprintf(" +%d", 1+strings.Count(others, ", "))
			}
		}
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.Name, row.Severity.Value, on,
			row.Threshold.Value, row.Period.Value, row.Quiet.Value, by, row.Threshold.Origin)
	}
	_ = columns.Flush()
}
