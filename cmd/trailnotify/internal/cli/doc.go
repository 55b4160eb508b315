// Package cli is what all commands share: what the system hands them, how they
// exit, and how they complete, suggest and refuse words of the command line.
package cli
