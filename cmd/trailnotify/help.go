package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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

// fitHelp makes the help of a command and of those below it fit the terminal.
func fitHelp(root *cobra.Command) {
	template := root.UsageTemplate()
	for _, flags := range []string{".LocalFlags", ".InheritedFlags"} {
		template = strings.ReplaceAll(template, flags+".FlagUsages", "fit "+flags)
	}
	root.SetUsageTemplate(template)
}
