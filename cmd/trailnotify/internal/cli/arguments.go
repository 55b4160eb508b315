package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// NoArgs checks the arguments of a command that takes none.
func NoArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments, found %q", cmd.Name(), args[0])
	}
	return nil
}

// HistoryPaths checks the arguments of a command that reads history: at least
// one, and all of them on this machine.
func HistoryPaths(_ *cobra.Command, paths []string) error {
	if len(paths) == 0 {
		return errors.New("nothing to read: want files, directories or - for standard input")
	}
	if slices.Contains(paths, "") {
		return errors.New("a path is empty: want a file, a directory or - for standard input")
	}
	return Local(paths)
}

// Local says how to copy what is in S3 to where commands can read it.
func Local(paths []string) error {
	for _, path := range paths {
		if strings.HasPrefix(strings.ToLower(path), "s3://") {
			return fmt.Errorf("%s: history is read from files; copy it first: aws s3 sync %q DIR, then give DIR", path, path)
		}
	}
	return nil
}

// NoEmptyFlags reports flags that were given without a value, as happens where
// a shell variable is not set: to pass them over would do something else than
// was asked for. Only a pattern may be empty.
func NoEmptyFlags(cmd *cobra.Command, _ []string) error {
	var faults []error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name != "pattern" && isEmpty(f.Value) {
			what, _ := pflag.UnquoteUsage(f)
			faults = append(faults, fmt.Errorf("--%s is empty: want a %s", f.Name, strings.Replace(what, "string", "value", 1)))
		}
	})
	return errors.Join(faults...)
}

// isEmpty reports whether a flag, or one of several values of it, is empty.
func isEmpty(v pflag.Value) bool {
	if many, ok := v.(pflag.SliceValue); ok {
		return slices.Contains(many.GetSlice(), "")
	}
	return v.String() == ""
}
