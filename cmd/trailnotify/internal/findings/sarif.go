package findings

import (
	"bytes"
	"io"
	"net/url"
	"path/filepath"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"trailnotify/cmd/trailnotify/internal/screen"
)

// errorRule is the rule ID of everything that is an error.
const errorRule = "error"

// writeSARIF writes a log of the Static Analysis Results Interchange Format
// 2.1.0, as code scanners take it.
func (r *Report) writeSARIF(w io.Writer) error {
	run := sarif.NewRun().WithTool(sarif.NewTool().WithDriver(
		sarif.NewToolComponent().WithName("trailnotify").WithVersion(r.Version)))
	run.WithColumnKind("unicodeCodePoints")
	for _, f := range r.Findings {
		f.addTo(run)
	}
	log := sarif.NewReport()
	log.AddRun(run)
	var text bytes.Buffer
	if err := log.PrettyWrite(&text); err != nil {
		return err
	}
	_, err := io.WriteString(w, screen.EscapeText(text.String()))
	return err
}

// addTo adds a finding as one result for each error and warning.
func (f *Finding) addTo(run *sarif.Run) {
	for _, e := range f.Errors {
		run.AddRule(errorRule).WithDescription("A pattern or rule file that can't be used")
		add(run, errorRule, "error", e.Place, f.Subject, e.Text)
	}
	for _, w := range f.Warnings {
		kind := string(w.Kind)
		run.AddRule(kind)
		add(run, kind, "warning", w.At, f.Subject, w.text())
	}
}

// add adds a result. What was no file has no place: the text names the subject.
func add(run *sarif.Run, rule, level string, at Place, subject, text string) {
	result := run.CreateResultForRule(rule).WithLevel(level).WithMessage(sarif.NewTextMessage(subject + ": " + text))
	if at.File == "" {
		return
	}
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(uriOf(at.File)))
	if at.Line > 0 {
		region := sarif.NewRegion().WithStartLine(at.Line)
		if at.Column > 0 {
			region.WithStartColumn(at.Column)
		}
		place.WithRegion(region)
	}
	result.AddLocation(sarif.NewLocationWithPhysicalLocation(place))
}

// uriOf is the URI of a file: relative where the path is, as scanners expect.
func uriOf(file string) string {
	path := filepath.ToSlash(filepath.Clean(file))
	if filepath.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: path}).String()
	}
	return (&url.URL{Path: path}).String()
}
