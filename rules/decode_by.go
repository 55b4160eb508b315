package rules

import (
	"fmt"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/rules/group"
	"trailnotify/rules/internal/yamlfile"
)

// ParseBy reads what rule files have after by:, such as $.eventName, actor or
// [actor, outcome]. The error is [fault.Faults].
func ParseBy(src string) (group.By, error) {
	d := &decoder{File: yamlfile.New("", []byte("by: "+src+"\n")), rule: &Rule{}}
	if root := d.Root("a part, or a list of parts"); root != nil {
		for key, value := range d.Entries(root, "", []string{"by"}) {
			d.by(key, value)
		}
	}
	if err := d.Faults.AsError(); err != nil {
		return nil, err
	}
	return d.rule.By, nil
}

// aPart is what every entry of by has to be.
var aPart = "a selector such as $.eventName, or " + fault.OneOf(group.Names())

func (d *decoder) by(key string, n yamlfile.Node) {
	if _, ok := n.(yamlfile.Mapping); ok {
		d.Unexpected(key, n, aPart+", or a list of these")
		return
	}
	if !yamlfile.IsList(n) {
		d.rule.By = group.By{d.part(key, n)}
		return
	}
	entries := d.List(key, n, "a list")
	switch {
	case len(entries) == 0:
		d.Fail(yamlfile.PlaceOf(n), 1, key, "found an empty list, expected "+aPart, "")
	case len(entries) > group.MaxParts:
		d.Fail(yamlfile.PlaceOf(n), 1, key, fmt.Sprintf("found %d parts, expected at most %d", len(entries), group.MaxParts), "")
	}
	first := map[string]int{}
	for i, entry := range entries {
		subject := fmt.Sprintf("%s[%d]", key, i)
		p := d.alternatives(subject, entry)
		if j, again := first[p.String()]; again && p.String() != "" {
			d.Fail(yamlfile.PlaceOf(entry), 1, subject, fmt.Sprintf("found %s again, first in by[%d]", p, j), "")
		}
		first[p.String()] = i
		d.rule.By = append(d.rule.By, p)
	}
	d.ambiguous(key, n, entries)
}

// ambiguous refuses a flat list of selectors. It used to mean the first one
// that a record has, and reads as if it meant all of them.
func (d *decoder) ambiguous(key string, n yamlfile.Node, entries []yamlfile.Node) {
	if len(entries) < 2 || len(d.Faults) > 0 {
		return
	}
	sources := make([]string, len(entries))
	for i, p := range d.rule.By {
		if p.Name() != "" || yamlfile.IsList(entries[i]) {
			return
		}
		sources[i] = inFlow(p.String())
	}
	problem := fmt.Sprintf("found a list of selectors alone, which could mean two things: write by: [[%s]] to group by the first one that a record has, or by: [[%s]] to group by all of them",
		strings.Join(sources, ", "), strings.Join(sources, "], ["))
	d.Fail(yamlfile.PlaceOf(n), 1, key, problem, "")
}

// inFlow writes a text so that it can be in a list between brackets.
func inFlow(s string) string {
	if !strings.ContainsAny(s, "[]{},:#'\"") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// alternatives reads an entry of by: a part, or a list of selectors that make
// one together. It returns the zero part where a fault was noted.
func (d *decoder) alternatives(subject string, n yamlfile.Node) group.Part {
	if !yamlfile.IsList(n) {
		return d.part(subject, n)
	}
	entries := d.list(subject, n)
	if len(entries) == 0 {
		d.Fail(yamlfile.PlaceOf(n), 1, subject, "found an empty list, expected selectors (the first one that finds a value counts)", "")
	}
	var selectors []pattern.Selector
	for i, entry := range entries {
		if s, ok := d.alternative(fmt.Sprintf("%s[%d]", subject, i), entry); ok {
			selectors = append(selectors, s)
		}
	}
	return group.First(selectors...)
}

// alternative reads one of several selectors, not ok where it notes a fault.
func (d *decoder) alternative(subject string, n yamlfile.Node) (s pattern.Selector, ok bool) {
	src, ok := d.Text(subject, n)
	if !ok {
		return s, false
	}
	if _, named := group.Named(strings.TrimSpace(src)); named {
		d.Fail(yamlfile.PlaceOf(n), yamlfile.Length(src), subject, "found "+fault.Quote(src)+", expected a selector: a name is a part by itself", "")
		return s, false
	}
	return d.parsed(subject, n, src)
}

// part reads a selector or the name of a part.
func (d *decoder) part(subject string, n yamlfile.Node) group.Part {
	src, ok := d.Text(subject, n)
	if !ok {
		return group.Part{}
	}
	if strings.HasPrefix(strings.TrimSpace(src), "$") {
		if s, ok := d.parsed(subject, n, src); ok {
			return group.First(s)
		}
		return group.Part{}
	}
	p, ok := group.Named(strings.TrimSpace(src))
	if !ok {
		d.Fail(yamlfile.PlaceOf(n), yamlfile.Length(src), subject, "found "+fault.Quote(src)+", expected "+aPart, nearPart(src))
	}
	return p
}

// nearPart is the part that was probably meant, which may be a path without its
// beginning.
func nearPart(src string) string {
	if near := fault.Nearest(src, group.Names()); near != "" || !strings.Contains(src, ".") {
		return near
	}
	if s, err := pattern.ParseSelector("$." + src); err == nil {
		return s.String()
	}
	return ""
}

func (d *decoder) distinct(key string, n yamlfile.Node) {
	src, ok := d.Text(key, n)
	if !ok {
		return
	}
	if s, ok := d.parsed(key, n, src); ok {
		d.rule.Distinct = &s
	}
}

// parsed reads a selector, not ok where it notes a fault.
func (d *decoder) parsed(subject string, n yamlfile.Node, src string) (s pattern.Selector, ok bool) {
	s, err := pattern.ParseSelector(src)
	if err != nil {
		d.failPattern(subject, n, src, err)
	}
	return s, err == nil
}
