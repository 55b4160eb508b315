package findings

import (
	"fmt"
	"io"
	"strings"

	"trailnotify/cmd/trailnotify/internal/screen"
)

// maxSource is how much of the pattern a warning repeats; its column says the
// rest.
const maxSource = 100

// writeText writes for people: what was found of each subject, and "ok" where
// that is nothing.
func (r *Report) writeText(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Findings {
		f.text(&b)
	}
	if proof := r.Proof(); proof != "" {
		b.WriteString(proof + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (f *Finding) text(b *strings.Builder) {
	verdict := ""
	if len(f.Errors)+len(f.Warnings) == 0 {
		verdict = ": ok"
	}
	b.WriteString(screen.Escape(f.Subject) + verdict + "\n")
	for _, e := range f.Errors {
		fmt.Fprintf(b, "  error: %s\n", strings.ReplaceAll(screen.EscapeText(e.Text), "\n", "\n  "))
	}
	for _, w := range f.Warnings {
		w.write(b)
	}
}

// write writes a warning: where it is, what it is about, and what to do.
func (w *Warning) write(b *strings.Builder) {
	if w.Line == 0 { // it is about the rule as a whole
		fmt.Fprintf(b, "  warning: %s\n", screen.Escape(w.Message))
		return
	}
	part := ""
	if w.Part != "" {
		part = w.Part + " "
	}
	fmt.Fprintf(b, "  %s%d:%d: warning: %s\n", part, w.Line, w.Column, screen.Clip(screen.Escape(w.Source), maxSource))
	fmt.Fprintf(b, "      %s\n", screen.Escape(w.Message))
	if w.Records > 0 {
		fmt.Fprintf(b, "      it matters for %s of the sample: %s\n", screen.Plural(w.Records, "record"), screen.Escape(strings.Join(w.Places, ", ")))
	}
}
