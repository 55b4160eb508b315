// Package findings writes what was found in patterns and rule files: as text
// for people, as JSON, as SARIF for code scanners, and as commands that GitHub
// shows next to the lines of a pull request.
package findings

import (
	"fmt"
	"io"

	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/pattern/lint"
)

// The formats of a report.
const (
	Text   = "text"
	JSON   = "json"
	SARIF  = "sarif"
	GitHub = "github"
)

// Formats returns the names of all formats.
func Formats() []string { return []string{Text, JSON, SARIF, GitHub} }

// A Finding is what was found in one pattern, rule or file. One without errors
// and warnings says that there are none.
type Finding struct {
	Subject  string // the pattern, the file or the rule
	Pattern  string
	Errors   []Error
	Warnings []Warning
	Rule     bool // the subject is a rule, not an exception or a pattern
	Records  int  // that prove the rule
}

// A Place is where in a file something was found. File is empty for a pattern
// that was no file; Line and Column count from 1, and 0 is the file as a whole.
type Place struct {
	File         string
	Line, Column int
}

// An Error is something that keeps a pattern or rule from being used.
type Error struct {
	Place
	Text string // with the place; several lines where a caret points at it
}

// A Warning is something legal that may surprise.
type Warning struct {
	lint.Warning
	Part    string   // of the rule: by, distinct or where; "" for a pattern
	At      Place    // in the file; the Warning's own place is that in the pattern
	Records int      // of the sample, for which it matters
	Places  []string // the first of them
}

// text is the warning with what it is about.
func (w *Warning) text() string {
	if w.Source == "" {
		return w.Message
	}
	return w.Source + "\n" + w.Message
}

// A Report is everything that one run found.
type Report struct {
	Findings []*Finding
	Version  string // of this program
}

// Errors returns the number of errors.
func (r *Report) Errors() int {
	n := 0
	for _, f := range r.Findings {
		n += len(f.Errors)
	}
	return n
}

// Warnings returns the number of warnings.
func (r *Report) Warnings() int {
	n := 0
	for _, f := range r.Findings {
		n += len(f.Warnings)
	}
	return n
}

// Proof says how many rules there were, and how many records prove them. It is
// empty when there was no rule.
func (r *Report) Proof() string {
	rules, records := 0, 0
	for _, f := range r.Findings {
		if f.Rule {
			rules++
			records += f.Records
		}
	}
	switch {
	case rules == 0:
		return ""
	case records == 0:
		return screen.Plural(rules, "rule") + ", no record proves " + itOrThem(rules)
	default:
		return fmt.Sprintf("%s, %s", screen.Plural(rules, "rule"), proving(records, rules))
	}
}

func proving(records, rules int) string {
	verb := "prove"
	if records == 1 {
		verb = "proves"
	}
	return screen.Plural(records, "record") + " " + verb + " " + itOrThem(rules)
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// Write writes the report in one of [Formats].
func (r *Report) Write(w io.Writer, format string) error {
	switch format {
	case JSON:
		return r.writeJSON(w)
	case SARIF:
		return r.writeSARIF(w)
	case GitHub:
		return r.writeGitHub(w)
	default:
		return r.writeText(w)
	}
}
