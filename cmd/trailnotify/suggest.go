package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// nearest returns the candidate that was probably meant by a word, "" when none
// is near. Case does not matter.
func nearest(word string, candidates []string) string {
	best, least := "", 1+max(1, min(len(word), 12)/3)
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// didYouMean is the end of a message about a word that is not known.
func didYouMean(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
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
	if near := nearest(unknown.GetSpecifiedName(), names); near != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, near)
	}
	return err
}

// oneOf reports a value that is none of those that a flag or setting takes.
func oneOf(value string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	last := len(values) - 1
	return fmt.Errorf("%q: want %s or %s%s", value, strings.Join(values[:last], ", "), values[last], didYouMean(value, values))
}

// flagOneOf is oneOf for a flag.
func flagOneOf(flag, value string, values ...string) error {
	if err := oneOf(value, values); err != nil {
		return fmt.Errorf("--%s %w", flag, err)
	}
	return nil
}
