package findings

import (
	"io"

	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/pattern/lint"
)

// object is a finding as JSON.
type object struct {
	Subject  string    `json:"subject"`
	Pattern  string    `json:"pattern,omitempty"`
	Errors   []string  `json:"errors"`
	Warnings []warning `json:"warnings"`
	Proof    int       `json:"proved_by,omitempty"` // records
}

type warning struct {
	lint.Warning
	Part    string   `json:"part,omitempty"`
	Records int      `json:"records,omitempty"`
	Places  []string `json:"places,omitempty"`
}

// writeJSON writes one object a line for each subject.
func (r *Report) writeJSON(w io.Writer) error {
	for _, f := range r.Findings {
		o := object{Subject: f.Subject, Pattern: f.Pattern, Errors: []string{}, Warnings: []warning{}, Proof: f.Records}
		for _, e := range f.Errors {
			o.Errors = append(o.Errors, e.Text)
		}
		for _, found := range f.Warnings {
			o.Warnings = append(o.Warnings, warning{found.Warning, found.Part, found.Records, found.Places})
		}
		if err := screen.PrintJSON(w, o); err != nil {
			return err
		}
	}
	return nil
}
