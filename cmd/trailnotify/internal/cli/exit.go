package cli

import (
	"errors"
	"fmt"
)

// Exit codes. Every command has 0 for success, ExitUsage for a command line or
// configuration that can't be used, and ExitInterrupted for Ctrl-C; what 1
// means, each command says.
const (
	ExitSkipped     = 1 // of a command that ran but left something out, or had nothing to read
	ExitUsage       = 2
	ExitInterrupted = 130 // as shells have it: 128 and the number of the signal
)

// An Exit ends the command with a code after everything worth saying has been
// said.
type Exit int

func (e Exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// ErrInterrupted ends a command after Ctrl-C, once it has printed what it has.
var ErrInterrupted = errors.New("interrupted")
