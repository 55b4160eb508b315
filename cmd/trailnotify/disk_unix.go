//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// reportFullDisk lets a write that exceeds the limit on the size of files fail,
// in place of ending the process.
func reportFullDisk() { signal.Ignore(syscall.SIGXFSZ) }
