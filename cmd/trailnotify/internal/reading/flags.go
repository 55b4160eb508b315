package reading

import (
	"fmt"

	"github.com/spf13/cobra"
)

// Flags say how history is read.
type Flags struct {
	period periodFlags
	memory memory
	follow bool
}

// Add adds the flags to a command.
func (f *Flags) Add(cmd *cobra.Command) {
	f.period.add(cmd)
	cmd.Flags().BoolVar(&f.follow, "follow", false, "follow symbolic links that lead out of a directory")
	f.memory = defaultMemory
	cmd.Flags().Var(&f.memory, "memory", "keep records up to this `size` in memory until they are in order, more on disk")
}

// periodFlags choose records by their time.
type periodFlags struct{ since, until moment }

func (f *periodFlags) add(cmd *cobra.Command) {
	cmd.Flags().Var(&f.since, "since", "leave out records before this `time` (2026-03-02, 2026-03-02T09:00:00Z, or 36h for that long ago)")
	cmd.Flags().Var(&f.until, "until", "leave out records from this `time` on")
}

// check reports a period that no record can lie in.
func (f *periodFlags) check() error {
	if !f.until.IsZero() && !f.since.Before(f.until.Time) {
		return fmt.Errorf("--since %s is not before --until %s", &f.since, &f.until)
	}
	return nil
}
