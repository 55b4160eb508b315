package cli

import (
	"fmt"
	"io"
	"strings"

	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// A Process is what the command is given by the system that starts it.
type Process struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string // "NAME=value"
	Workers        int      // that read history at a time; 0: as many as there are cores
	Version        string   // of the program
}

// Getenv returns the value of an environment variable, "" when it is not set.
func (p Process) Getenv(name string) string { return settings.Lookup(p.Environ, name) }

// Terminal returns what is known of the screen behind a writer of the process.
func (p Process) Terminal(w io.Writer) screen.Terminal { return screen.TerminalOf(w, p.Getenv) }

// Note tells people something on standard error. Whatever it quotes is escaped.
// A single line fits the terminal; of several lines some have carets below
// others, so they stay as they are.
func (p Process) Note(format string, args ...any) {
	text := "trailnotify: " + screen.EscapeText(fmt.Sprintf(format, args...))
	if !strings.Contains(text, "\n") {
		text = screen.Wrap(text, p.Terminal(p.Stderr).Width)
	}
	fmt.Fprintln(p.Stderr, text)
}
