package screen

import (
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// A Terminal is what is known of the screen behind a writer. The zero value is
// no screen: a file, a pipe, a test.
type Terminal struct {
	Width  int // columns; 0: no screen, lines may be as long as they are
	Colour bool
}

// TerminalOf looks at the screen behind w. The variable COLUMNS overrides its
// width, and colours are off for NO_COLOR and TERM=dumb, as users of other
// tools expect.
func TerminalOf(w io.Writer, getenv func(name string) string) Terminal {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return Terminal{}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if columns, wrong := strconv.Atoi(getenv("COLUMNS")); wrong == nil && columns > 0 {
		width = columns
	} else if err != nil || width <= 0 {
		width = 80
	}
	return Terminal{Width: width, Colour: getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

// Severity colours a cell that holds a severity, on a screen that shows
// colours.
func (t Terminal) Severity(cell string) string {
	codes := map[string]string{
		"critical": "1;31", "high": "31", "medium": "33", "low": "36", "info": "2",
	}
	if code := codes[strings.TrimSpace(cell)]; t.Colour && code != "" {
		return "\x1b[" + code + "m" + cell + "\x1b[0m"
	}
	return cell
}
