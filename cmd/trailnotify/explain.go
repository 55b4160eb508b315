package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/examine"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/rules"
)

type explainFlags struct {
	rules  ruleFlags
	format string
}

func newExplain(p process) *cobra.Command {
	var flags explainFlags
	cmd := &cobra.Command{
		Use:   "explain [flags] PATTERN|RULE|FILE RECORD",
		Short: "Say why a record matches a pattern or a rule, or why not",
		Long: `Explain evaluates a pattern, or a rule with its exceptions, step by step: each
condition, the value that it saw, whether it held, and what would have to
change.

What is explained is the name of a rule or its setting (RootUsage, root_usage),
a file with a pattern or a rule, or else a pattern. A single word is always a
name: write a pattern of one term in quotes within the quotes of the shell:
'"ERROR"'.

RECORD is a record as text, a file whose first record is taken, FILE:N for its
Nth record as match prints it, or "-" for standard input. What is none of these
is the message of a log event.

Exit codes: 0 the record matches; 1 it does not; 2 the command line can't be
used.`,
		Example: `  trailnotify explain '{ $.eventName = "Stop*" }' '{"eventName":"StopLogging"}'
  trailnotify explain UnauthorizedAPICalls history.jsonl:17`,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := cobra.ExactArgs(2)(cmd, args); err != nil {
				return err
			}
			return local(args)
		},
		RunE: func(_ *cobra.Command, args []string) error { return explain(flags, args[0], args[1], p) },
	}
	flags.add(cmd, p)
	return cmd
}

func (f *explainFlags) add(cmd *cobra.Command, p process) {
	f.rules.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", "text", "text, or json for the tree of conditions")
	completeValues(cmd, "format", "text", "json")
	rule := completeRules(&f.rules, p)
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return rule(cmd, args, word)
		}
		return nil, cobra.ShellCompDirectiveDefault // a file with records
	}
}

// explain is one run of the command.
func explain(flags explainFlags, subject, record string, p process) error {
	if err := flagOneOf("format", flags.format, "text", "json"); err != nil {
		return err
	}
	what, err := flags.subject(subject, p)
	if err != nil {
		return err
	}
	message, err := readMessage(record, p.stdin)
	if err != nil {
		return err
	}
	x := what.explain(message)
	if flags.format == "json" {
		err = screen.PrintJSON(p.stdout, x)
	} else {
		err = x.print(p.stdout)
	}
	if err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if !x.Matches {
		return exit(exitNoMatch)
	}
	return nil
}

// A subject is what is explained: a rule, or a pattern by itself.
type subject struct {
	rule    *rules.Rule
	pattern *pattern.Pattern
}

// word is what looks like a name: of a rule, a setting or a file.
var word = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// subject finds what is meant by the first argument.
func (f *explainFlags) subject(arg string, p process) (subject, error) {
	set, err := f.rules.loadQuietly(p)
	if err != nil {
		return subject{}, err
	}
	for _, rule := range set.Rules() {
		if arg == rule.Name || arg == rule.Setting {
			return ruleSubject(rule)
		}
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return subject{}, fmt.Errorf("%s is a directory: name a rule, and give the directory with --rules", arg)
	case err == nil && rules.IsRuleFile(arg):
		return f.ruleFile(arg, p)
	case err == nil:
		text, err := examine.ReadFile(arg)
		if err != nil {
			return subject{}, fmt.Errorf("%s: %w", arg, err)
		}
		return patternSubject(strings.TrimRight(string(text), "\r\n"))
	case strings.HasPrefix(arg, "/") || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../"):
		return subject{}, fmt.Errorf("%s: %w", arg, examine.Cause(err))
	case word.MatchString(arg):
		return subject{}, noSuchName(arg, set)
	}
	return patternSubject(arg)
}

// ruleFile explains the rule of a file.
func (f *explainFlags) ruleFile(path string, p process) (subject, error) {
	own, err := examine.LoadRules(path)
	if err == nil && len(own.Missing()) > 0 {
		return subject{}, fmt.Errorf("%s adds exceptions to %s: name that rule, and give the directory with --rules", path, own.Missing()[0])
	}
	if err == nil {
		own, err = own.Override(nil, f.homeRegions(p))
	}
	if err != nil {
		return subject{}, err
	}
	return ruleSubject(own.Rules()[0])
}

// homeRegions are those of the flags or, without them, of the environment.
func (f *explainFlags) homeRegions(p process) []string {
	for _, list := range []string{p.getenv("HOME_REGIONS"), p.getenv("AWS_REGION")} {
		if len(f.rules.homeRegions) == 0 && list != "" {
			return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	return f.rules.homeRegions
}

func ruleSubject(rule *rules.Rule) (subject, error) {
	if rule.Pattern == nil {
		return subject{}, off(rule)
	}
	return subject{rule: rule, pattern: rule.Pattern}, nil
}

func patternSubject(src string) (subject, error) {
	compiled, err := pattern.Compile(src)
	return subject{pattern: compiled}, err
}

// noSuchName says what a word may have meant that names nothing.
func noSuchName(name string, set *rules.Set) error {
	names := ruleNames(set)
	for _, rule := range set.Rules() {
		names = append(names, rule.Setting)
	}
	if fault.Nearest(name, names) == "" {
		return fmt.Errorf("%s is the name of no rule, setting or file; a pattern of one term is written in quotes: '\"%s\"'", name, name)
	}
	return errors.New(name + " is the name of no rule, setting or file" + didYouMean(name, slices.Compact(names)))
}
