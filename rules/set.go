package rules

import (
	"slices"
	"strconv"
	"time"

	"trailnotify/pattern"
)

// A Set is a list of rules with different names and settings. It is immutable
// and safe for concurrent use.
type Set struct {
	name    string
	rules   []*Rule
	notes   []string          // of what changes with the environment
	lasting []string          // notes of what does not
	pending []*exceptionsFile // whose rules are not in the set
	owners  []owner           // of each pattern of the filter
	filter  *pattern.Set      // of the rules that are on
}

// owner is the rule, and the exception of it if any, that a pattern belongs to.
type owner struct {
	rule      *Rule
	exception int // its number, below 0 for the pattern of the rule itself
}

// newSet makes a set of rules, which it keeps, sorted by name.
func newSet(name string, rules []*Rule) *Set {
	slices.SortFunc(rules, func(a, b *Rule) int { return compareNames(a.Name, b.Name) })
	s := &Set{name: name, rules: rules}
	var patterns []*pattern.Pattern
	for _, r := range rules {
		if !r.Enabled {
			continue
		}
		patterns = append(patterns, r.Pattern)
		s.owners = append(s.owners, owner{r, -1})
		for i, e := range r.Except {
			patterns = append(patterns, e.Pattern)
			s.owners = append(s.owners, owner{r, i})
		}
	}
	s.filter = pattern.NewSet(patterns...)
	return s
}

// Name is the name of the built-in set, or of the directory.
func (s *Set) Name() string { return s.name }

// Rules returns the rules in the order of their names, those that are off
// included. The slice is the caller's, the rules must not be changed.
func (s *Set) Rules() []*Rule { return slices.Clone(s.rules) }

// Lookup returns the rule of a name.
func (s *Set) Lookup(name string) (*Rule, bool) {
	i, ok := slices.BinarySearchFunc(s.rules, name, func(r *Rule, name string) int { return compareNames(r.Name, name) })
	if !ok {
		return nil, false
	}
	return s.rules[i], true
}

// Missing returns, in order, the names of the rules that exceptions files of
// the set extend and that are not in it. A set with such names has to extend
// another that has the rules; used by itself it is a fault, which
// [Set.Override] reports.
func (s *Set) Missing() []string {
	missing := make([]string, len(s.pending))
	for i, x := range s.pending {
		missing[i] = x.rule
	}
	slices.SortFunc(missing, compareNames)
	return slices.Compact(missing)
}

// Notes says in sentences for people what is not as they may expect, such as a
// rule that is off because it waits for home regions, or one that takes the
// place of a built-in rule.
func (s *Set) Notes() []string { return slices.Concat(s.lasting, s.notes) }

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
	Closing   Cell   `json:"closing"`
	Mode      Cell   `json:"mode"`
	// Until has the ends of those exceptions that have one, by their names.
	Until map[string]time.Time `json:"until,omitempty"`
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
			By:        cell("by", r.By.String()),
			Ceiling:   cell("ceiling", strconv.Itoa(r.Ceiling)),
			Closing:   cell("closing", r.Closing.String()),
			Mode:      cell("mode", r.Mode.String()),
			Until:     r.ends(),
		}
		if r.wanted && !r.Enabled {
			rows[i].Enabled.Origin = "no home region"
		}
	}
	return rows
}
