package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/screen"
)

func init() {
	cobra.AddTemplateFunc("fit", fit)
}

// fit lists flags so that their descriptions fit the terminal.
func fit(flags *pflag.FlagSet) string {
	width := screen.TerminalOf(os.Stdout, os.Getenv).Width
	return flags.FlagUsagesWrapped(width)
}

// refuseUnknownTopics makes help and completion fail for what they don't know.
// Both would print their own help, as if all were well.
func refuseUnknownTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				_, _, err := root.Find(args)
				return err
			}
		case "completion":
			cmd.Args, cmd.RunE = knownShell, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// knownShell reports a shell that there is no completion for.
func knownShell(completion *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var shells []string
	for _, shell := range completion.Commands() {
		shells = append(shells, shell.Name())
	}
	if err := settings.OneOf(args[0], shells); err != nil {
		return fmt.Errorf("completion %w", err)
	}
	return nil
}

// fitHelp makes the help of a command and of those below it fit the terminal.
func fitHelp(root *cobra.Command) {
	template := root.UsageTemplate()
	for _, flags := range []string{".LocalFlags", ".InheritedFlags"} {
		template = strings.ReplaceAll(template, flags+".FlagUsages", "fit "+flags)
	}
	root.SetUsageTemplate(template)
}
