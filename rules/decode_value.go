package rules

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

func (d *decoder) name(key string, n yamlfile.Node) {
	d.rule.Name = d.Matching(key, n, form.MaxName, form.Name, "a name such as RootUsage: letters, digits, - and _")
}

func (d *decoder) setting(key string, n yamlfile.Node) {
	d.rule.Setting = d.Matching(key, n, form.MaxName, form.Setting, "a name such as root_usage: lower-case letters, digits and _")
}

func (d *decoder) description(key string, n yamlfile.Node) {
	d.rule.Description = d.Line(key, n, form.MaxDescription)
}

func (d *decoder) enabled(key string, n yamlfile.Node) {
	if on, ok := d.Bool(key, n); ok {
		d.rule.Enabled, d.rule.wanted = on, on
	}
}

func (d *decoder) severity(key string, n yamlfile.Node) {
	if i, ok := d.oneOf(key, n, form.Severities); ok {
		d.rule.Severity = Severity(i)
	}
}

func (d *decoder) mode(key string, n yamlfile.Node) {
	if i, ok := d.oneOf(key, n, form.Modes); ok {
		d.rule.Mode = Mode(i)
	}
}

func (d *decoder) closing(key string, n yamlfile.Node) {
	if i, ok := d.oneOf(key, n, form.Closings); ok {
		d.rule.Closing = Closing(i)
	}
}

// oneOf reads one of several words, and returns its place among them.
func (d *decoder) oneOf(key string, n yamlfile.Node, words []string) (i int, ok bool) {
	s, ok := d.Text(key, n)
	if !ok {
		return 0, false
	}
	i = slices.Index(words, s)
	if i < 0 {
		d.Fail(yamlfile.PlaceOf(n), yamlfile.Length(s), key, "found "+fault.Quote(s)+", expected "+fault.OneOf(words), fault.Nearest(s, words))
	}
	return i, i >= 0
}

func (d *decoder) reference(key string, n yamlfile.Node) {
	for i, entry := range d.list(key, n) {
		d.rule.Reference = append(d.rule.Reference, d.Line(fmt.Sprintf("%s[%d]", key, i), entry, form.MaxReference))
	}
}

// snakeCase makes a setting of a name: IAMPolicyChanges is iam_policy_changes.
func snakeCase(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		upper := r >= 'A' && r <= 'Z'
		if i > 0 && upper && runes[i-1] != '_' && runes[i-1] != '-' {
			afterSmall := runes[i-1] < 'A' || runes[i-1] > 'Z'
			beforeSmall := i+1 < len(runes) && runes[i+1] >= 'a' && runes[i+1] <= 'z'
			if afterSmall || beforeSmall {
				b.WriteByte('_')
			}
		}
		if r == '-' {
			r = '_'
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

var (
	errPeriod = errors.New("whole minutes from 1m to 24h, such as 5m")
	errQuiet  = errors.New("a length of time from 0 to 168h, such as 1h")
)

// checkPeriod reads a period. Its error says what was expected.
func checkPeriod(s string) (time.Duration, error) {
	v, err := time.ParseDuration(s)
	if err != nil || v < MinPeriod || v > MaxPeriod || v%time.Minute != 0 {
		return 0, errPeriod
	}
	return v, nil
}

// checkQuiet reads a quiet time. Its error says what was expected.
func checkQuiet(s string) (time.Duration, error) {
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 || v > MaxQuiet {
		return 0, errQuiet
	}
	return v, nil
}

// list reads a list of bounded length.
func (d *decoder) list(key string, n yamlfile.Node) []yamlfile.Node {
	entries := d.List(key, n, "a list")
	if len(entries) > form.MaxList {
		d.Fail(yamlfile.PlaceOf(n), 1, key, fmt.Sprintf("found %d entries, expected at most %d", len(entries), form.MaxList), "")
		return nil
	}
	return entries
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
