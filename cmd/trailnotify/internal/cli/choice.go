package cli

import (
	"github.com/spf13/cobra"

	"trailnotify/cmd/internal/settings"
)

// Choice adds a flag that takes one of several values. Any other is refused,
// and the shell completes them.
func Choice(cmd *cobra.Command, value *string, name, usage string, values ...string) {
	cmd.Flags().Var(&choice{value, values}, name, usage)
	CompleteValues(cmd, name, values...)
}

type choice struct {
	value  *string
	values []string
}

// Set implements pflag.Value.
func (c *choice) Set(s string) error {
	*c.value = s
	return settings.NoneOf(s, c.values)
}

func (c *choice) String() string { return *c.value }

// Type implements pflag.Value.
func (c *choice) Type() string { return "string" }
