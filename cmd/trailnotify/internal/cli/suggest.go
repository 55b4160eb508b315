package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"trailnotify/internal/fault"
)

// DidYouMean is the end of a message about a word that is not known.
func DidYouMean(word string, candidates []string) string {
	if near := fault.Nearest(word, candidates); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// FlagError says what is wrong with a flag: the value that it does not take, or
// the nearest flag to one that the command does not have.
func FlagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("--%s %q: %w", invalid.GetFlag().Name, invalid.GetValue(), errors.Unwrap(invalid))
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := fault.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, near)
	}
	return err
}
