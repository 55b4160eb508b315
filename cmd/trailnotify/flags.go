package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/rules"
)

// ruleFlags choose the rules of a command. The environment tunes them as it
// does for the function.
type ruleFlags struct {
	dir         string
	set         string
	homeRegions []string
}

func (f *ruleFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "rules", "", "`directory` of rule files: by itself in place of a built-in set, with --rule-set beside it")
	cmd.Flags().StringVar(&f.set, "rule-set", "", "built-in rule `set`: default or security-hub (default without --rules)")
	cmd.Flags().StringArrayVar(&f.homeRegions, "home-region", nil, "`region` in which resources are expected (repeatable; default HOME_REGIONS or AWS_REGION)")
	completeValues(cmd, "rule-set", rules.Names()...)
	_ = cmd.MarkFlagDirname("rules")
}

// load loads the rules, applies the environment, and says on standard error
// what is not as one may expect.
func (f *ruleFlags) load(p process) (*rules.Set, error) {
	set, err := f.open()
	if err != nil {
		return nil, err
	}
	if set, err = set.Override(p.environ, f.homeRegions); err != nil {
		return nil, err
	}
	for _, note := range set.Notes() {
		fmt.Fprintln(p.stderr, "trailnotify: note:", alert.Plain(note))
	}
	return set, nil
}

func (f *ruleFlags) open() (*rules.Set, error) {
	if f.dir == "" {
		return rules.Builtin(orElse(f.set, "default"))
	}
	own, err := rules.Load(os.DirFS(f.dir), f.dir)
	if err != nil || f.set == "" {
		return own, err
	}
	builtin, err := rules.Builtin(f.set)
	if err != nil {
		return nil, err
	}
	return builtin.Extend(own)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// completeValues lets the shell complete a flag from a fixed list.
func completeValues(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag is not declared: a fault of the program
	}
}

// A moment is a flag that holds a point in time. The zero value is none.
type moment struct{ time.Time }

func (m *moment) Type() string { return "time" }

func (m *moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

// Set reads a date, a time with its zone, or a duration before now.
func (m *moment) Set(s string) error {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			m.Time = t.UTC()
			return nil
		}
	}
	if ago, err := time.ParseDuration(s); err == nil && ago > 0 {
		m.Time = time.Now().Add(-ago).UTC()
		return nil
	}
	return fmt.Errorf("want a date (2026-03-02), a time (2026-03-02T09:00:00Z) or how long ago (36h)")
}
