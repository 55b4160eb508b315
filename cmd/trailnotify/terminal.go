package main

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// terminal is what is known of the screen behind a writer. The zero value is no
// screen: a file, a pipe, a test.
type terminal struct {
	width  int // columns; 0: no screen, lines may be as long as they are
	colour bool
}

// terminalOf looks at the screen behind w. COLUMNS overrides its width, and
// colours are off for NO_COLOR and TERM=dumb, as users of other tools expect.
func terminalOf(w io.Writer, p process) terminal {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return terminal{}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if columns, wrong := strconv.Atoi(p.getenv("COLUMNS")); wrong == nil && columns > 0 {
		width = columns
	} else if err != nil || width <= 0 {
		width = 80
	}
	return terminal{width: width, colour: p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb"}
}

// paint colours text by severity, on a screen that shows colours.
func (t terminal) paint(severity, text string) string {
	codes := map[string]string{
		"critical": "1;31", "high": "31", "medium": "33", "low": "36", "info": "2",
	}
	if code := codes[severity]; t.colour && code != "" {
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	return text
}
