// Command picture draws a chat message as an SVG: a custom notification of
// Amazon Q Developer in chat applications, about as Slack shows it.
//
//	go run ./picture -title TEXT < ../docs/alert.json > ../docs/alert.svg
//
// It reads notifications as JSON, one after the other, from standard input and
// draws the first whose title contains TEXT. Widths are estimates: lines break
// where they would with a common sans-serif font.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// notification is the part of a custom notification that people see.
type notification struct {
	Content struct {
		Title       string
		Description string
		NextSteps   []string
		Keywords    []string
	}
}

func main() {
	title := flag.String("title", "", "draw the first message whose title contains this `text`")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *title); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, title string) error {
	messages := json.NewDecoder(in)
	for {
		var n notification
		err := messages.Decode(&n)
		switch {
		case errors.Is(err, io.EOF):
			return fmt.Errorf("no message with %q in its title", title)
		case err != nil:
			return fmt.Errorf("reading notifications: %w", err)
		case n.Content.Title == "":
			return errors.New("reading notifications: one has no content.title")
		case strings.Contains(n.Content.Title, title):
			_, err := io.WriteString(out, draw(n))
			return err
		}
	}
}
