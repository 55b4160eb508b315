package findings

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"trailnotify/cmd/trailnotify/internal/screen"
)

// writeGitHub writes workflow commands. GitHub shows them next to the lines of a
// pull request.
func (r *Report) writeGitHub(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Findings {
		for _, e := range f.Errors {
			b.WriteString(command("error", e.Place, f.Subject, e.Text))
		}
		for _, found := range f.Warnings {
			text := found.text()
			b.WriteString(command("warning", found.At, f.Subject+": "+string(found.Kind), text))
		}
	}
	if proof := r.Proof(); proof != "" {
		b.WriteString(command("notice", Place{}, "trailnotify check", proof))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The two escapings of workflow commands. A message could otherwise end its
// command and begin another one.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func command(level string, at Place, title, message string) string {
	var properties []string
	property := func(name, value string) {
		properties = append(properties, name+"="+inProperty.Replace(screen.Escape(value)))
	}
	if at.File != "" {
		property("file", filepath.ToSlash(at.File))
	}
	if at.File != "" && at.Line > 0 {
		property("line", fmt.Sprint(at.Line))
	}
	if at.File != "" && at.Column > 0 {
		property("col", fmt.Sprint(at.Column))
	}
	property("title", title)
	return fmt.Sprintf("::%s %s::%s\n", level, strings.Join(properties, ","), inMessage.Replace(screen.EscapeText(message)))
}
