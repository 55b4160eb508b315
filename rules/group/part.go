package group

import (
	"slices"
	"strings"

	"trailnotify/cloudtrail"
	"trailnotify/pattern"
)

// A Part is one of the values that tell groups apart. The zero Part is missing
// in every record. It is immutable and safe for concurrent use.
type Part struct {
	number    int // of its name, from 1; 0 for selectors
	selectors []pattern.Selector
}

// named are the parts with a name and what they read.
var named = []struct {
	name string
	read func(cloudtrail.Members) string
}{
	{"actor", Actor},
	{"call", Call},
	{"outcome", Outcome},
	{"account", Account},
	{"region", func(r cloudtrail.Members) string { return r.Field("awsRegion") }},
	{"address", func(r cloudtrail.Members) string { return r.Field("sourceIPAddress") }},
	{"network", func(r cloudtrail.Members) string { return Network(r.Field("sourceIPAddress")) }},
}

// Names returns the names of parts.
func Names() []string {
	names := make([]string, len(named))
	for i, n := range named {
		names[i] = n.name
	}
	return names
}

// Named returns the part of a name, which is one of [Names].
func Named(name string) (p Part, ok bool) {
	number := 1 + slices.Index(Names(), name)
	return Part{number: number}, number > 0
}

// First returns the part whose value is that of the first selector that a
// record has.
func First(selectors ...pattern.Selector) Part {
	return Part{selectors: slices.Clone(selectors)}
}

// Name is the name of the part, "" for selectors.
func (p Part) Name() string {
	if p.number == 0 {
		return ""
	}
	return named[p.number-1].name
}

// Selectors are those of a part without a name, in the order in which they are
// tried.
func (p Part) Selectors() []pattern.Selector { return slices.Clone(p.selectors) }

// String returns the part as a rule file writes it: actor, $.a or [$.a, $.b].
func (p Part) String() string {
	if len(p.selectors) == 0 {
		return p.Name()
	}
	sources := make([]string, len(p.selectors))
	for i, s := range p.selectors {
		sources[i] = s.String()
	}
	if len(sources) == 1 {
		return sources[0]
	}
	return "[" + strings.Join(sources, ", ") + "]"
}
