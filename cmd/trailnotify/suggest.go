package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"trailnotify/cmd/internal/settings"
	"trailnotify/internal/fault"
)

// didYouMean is the end of a message about a word that is not known.
func didYouMean(word string, candidates []string) string {
	if near := fault.Nearest(word, candidates); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// suggestFlag adds the nearest flag of the command to the error about one that
// it does not have.
func suggestFlag(cmd *cobra.Command, err error) error {
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

// flagOneOf reports a value that is none of those that a flag takes.
func flagOneOf(flag, value string, values ...string) error {
	if err := settings.OneOf(value, values); err != nil {
		return fmt.Errorf("--%s %w", flag, err)
	}
	return nil
}
