package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// HistoryPaths checks the arguments of a command that reads history: at least
// one, and none of them in S3.
func HistoryPaths(cmd *cobra.Command, paths []string) error {
	if err := cobra.MinimumNArgs(1)(cmd, paths); err != nil {
		return err
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
