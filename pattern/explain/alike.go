package explain

import (
	"fmt"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern/syntax"
)

// minAlike is how many alternatives about one field are told together rather
// than one by one.
const minAlike = 4

// alike reports whether the parts are alternatives that compare one value with
// so many texts: { $.eventName = A || $.eventName = B || … }. It returns the
// value that they saw.
func (x *Explanation) alike() (saw Seen, ok bool) {
	if x.Kind != AnyOf || len(x.Parts) < minAlike {
		return Seen{}, false
	}
	for i, part := range x.Parts {
		c := part.condition
		if c == nil || c.Operator != syntax.Equal || len(part.Seen) != 1 {
			return Seen{}, false
		}
		if i == 0 {
			saw = part.Seen[0]
		}
		if at := part.Seen[0]; at.Path != saw.Path || at.Value != saw.Value || at.Found != saw.Found {
			return Seen{}, false
		}
	}
	return saw, true
}

// these names the alternatives by their number: "these 16 names".
func (x *Explanation) these() string {
	noun := "values"
	if strings.HasSuffix(x.Parts[0].condition.Name(), "ame") {
		noun = "names"
	}
	return fmt.Sprintf("these %d %s", len(x.Parts), noun)
}

// maxLine is how long a line of alternatives may become.
const maxLine = 70

// renderAlike renders alternatives about one field: what the field is, and then
// either those that it could have been, or the one that it is. One that differs
// in capitals only is never lost among the others.
func (r *renderer) renderAlike(x *Explanation, saw Seen, depth int) {
	indent := strings.Repeat("  ", depth)
	if x.Holds {
		r.line(indent + x.mark() + " one of " + x.these())
	} else {
		r.line(indent + x.mark() + " none of " + x.these())
	}
	if !x.Holds {
		r.value(indent+"      ", saw, "")
		r.list(indent+"      ", x.Parts)
	}
	for _, part := range x.Parts {
		if part.Holds || strings.Contains(part.Why, differsInCapitals) {
			r.render(part, depth+1)
		}
	}
}

// list writes the values of conditions on as many lines as they need.
func (r *renderer) list(indent string, parts []*Explanation) {
	line := indent
	for i, part := range parts {
		value := fault.Printable(part.condition.Value.Source)
		if i < len(parts)-1 {
			value += ","
		}
		if line != indent && len(line)+1+len(value) > maxLine {
			r.line(line)
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += value
	}
	r.line(line)
}
