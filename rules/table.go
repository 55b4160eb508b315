package rules

import (
	"strconv"
	"strings"
)

// A Cell is a setting in force and where it comes from.
type Cell struct {
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

// A Row is a rule in force, as people read it.
type Row struct {
	Name      string `json:"name"`
	Setting   string `json:"setting"`
	Severity  Cell   `json:"severity"`
	Enabled   Cell   `json:"enabled"`
	Threshold Cell   `json:"threshold"`
	Period    Cell   `json:"period"`
	Quiet     Cell   `json:"quiet"`
	By        Cell   `json:"by"`
	Ceiling   Cell   `json:"ceiling"`
}

// Table lists the rules of the set with the settings in force, in the order of
// their names.
func (s *Set) Table() []Row {
	rows := make([]Row, len(s.rules))
	for i, r := range s.rules {
		cell := func(key, value string) Cell { return Cell{Value: value, Origin: r.Origin[key]} }
		rows[i] = Row{
			Name: r.Name, Setting: r.Setting,
			Severity:  cell("severity", r.Severity.String()),
			Enabled:   cell("enabled", strconv.FormatBool(r.Enabled)),
			Threshold: cell("threshold", strconv.Itoa(r.Threshold)),
			Period:    cell("period", Duration(r.Period)),
			Quiet:     cell("quiet", Duration(r.Quiet)),
			By:        cell("by", r.by()),
			Ceiling:   cell("ceiling", strconv.Itoa(r.Ceiling)),
		}
		if r.wanted && !r.Enabled {
			rows[i].Enabled.Origin = "no home region"
		}
	}
	return rows
}

// by lists the selectors that matches are counted apart by.
func (r *Rule) by() string {
	sources := make([]string, len(r.By))
	for i, s := range r.By {
		sources[i] = s.String()
	}
	return strings.Join(sources, ", ")
}
