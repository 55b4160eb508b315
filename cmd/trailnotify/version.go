package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"trailnotify/cmd/trailnotify/internal/cli"
)

// version is that of a release, which is set when it is built.
var version string

func newVersion(p cli.Process) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the revision that it was built from",
		Long: `Version prints the version, the revision and its date, and "modified" if the
sources differed from that revision. A build outside of version control knows
its version only.

Exit codes: 0; 2 the command line can't be used.`,
		Args: cli.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.Stdout, "trailnotify version", p.Version)
			return err
		},
	}
}

// buildInfo is what the linker knows of the program.
func buildInfo() debug.BuildInfo {
	if info, ok := debug.ReadBuildInfo(); ok {
		return *info
	}
	return debug.BuildInfo{}
}

// versionText says which version this is:
//
//	1.2.3 (revision 0123456789ab of 2026-03-02T09:00:00Z, modified)
func versionText(info debug.BuildInfo) string {
	text := cmp.Or(version, moduleVersion(info))
	if source := sourceText(info); source != "" {
		text += " (" + source + ")"
	}
	return text
}

// sourceText says what the program was built from, as far as version control
// knew.
func sourceText(info debug.BuildInfo) string {
	known := map[string]string{}
	for _, s := range info.Settings {
		known[s.Key] = s.Value
	}
	var facts []string
	if revision := known["vcs.revision"]; revision != "" {
		facts = append(facts, "revision "+revision[:min(len(revision), 12)])
	}
	if when := known["vcs.time"]; when != "" && len(facts) > 0 {
		facts[0] += " of " + when
	}
	if known["vcs.modified"] == "true" {
		facts = append(facts, "modified")
	}
	return strings.Join(facts, ", ")
}

// moduleVersion is the version by which the module was installed.
func moduleVersion(info debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "development"
}
