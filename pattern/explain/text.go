package explain

import (
	"strconv"
	"strings"

	"trailnotify/internal/fault"
)

// String renders the explanation as plain text, several lines without control
// characters: the verdict, the tree with the values seen, and what would have
// to change. A value that several conditions saw is shown once, and many
// alternatives about one field are told together.
func (x *Explanation) String() string {
	r := renderer{shown: map[string]bool{}}
	if x.Holds {
		r.line("match")
	} else {
		r.line("no match")
	}
	r.render(x, 1)
	for i, change := range x.Changes() {
		switch {
		case i > 0:
			r.line("  and " + change)
		case x.Holds:
			r.line("not to match, " + change)
		default:
			r.line("to match, " + change)
		}
	}
	return r.text.String()
}

// A renderer writes one explanation.
type renderer struct {
	text  strings.Builder
	shown map[string]bool // values, by path
}

func (r *renderer) line(text string) { r.text.WriteString(text + "\n") }

func (r *renderer) render(x *Explanation, depth int) {
	if saw, ok := x.alike(); ok {
		r.renderAlike(x, saw, depth)
		return
	}
	indent := strings.Repeat("  ", depth)
	r.line(indent + x.mark() + " " + x.title())
	for _, s := range x.Seen {
		r.value(indent+"      ", s, s.Why)
	}
	if x.More > 0 {
		r.line(indent + "      and " + strconv.Itoa(x.More) + " more")
	}
	if x.Why != "" && len(x.Seen) != 1 {
		r.line(indent + "      " + fault.Printable(x.Why))
	}
	for _, part := range x.Parts {
		r.render(part, depth+1)
	}
}

// value writes a value and what it means to a condition. Where the value was
// shown before, the meaning is enough.
func (r *renderer) value(indent string, s Seen, why string) {
	why = fault.Printable(why)
	key := s.Path + ": " + s.Value
	switch {
	case !s.Found:
		r.line(indent + fault.Printable(s.Why))
	case r.shown[key]:
		if why != "" {
			r.line(indent + "(" + why + ")")
		}
	case why == "":
		r.line(indent + s.text())
	default:
		r.line(indent + s.text() + "  (" + why + ")")
	}
	r.shown[key] = r.shown[key] || s.Found
}

func (x *Explanation) mark() string {
	switch {
	case x.Ignored:
		return "[---]"
	case x.Holds:
		return "[yes]"
	default:
		return "[no ]"
	}
}

func (x *Explanation) title() string {
	switch {
	case x.Ignored:
		return fault.Printable(x.Source) + "  (ignored)"
	case x.Kind == AllOf && len(x.Parts) > 1:
		return "all of these"
	case x.Kind == AnyOf && len(x.Parts) > 1:
		return "one of these"
	default:
		return fault.Printable(x.Source)
	}
}

// maxShown is how many characters of a value the text shows.
const maxShown = 200

func (s *Seen) text() string {
	return fault.Printable(s.Path) + ": " + fault.Printable(fault.Clip(s.Value, maxShown))
}

// Changes returns the smallest set of changes that would turn the outcome: all
// parts that fail where all are needed, and the cheapest part where one is
// enough. It is empty where nothing can change it.
func (x *Explanation) Changes() []string {
	if x.Change != "" {
		return []string{fault.Printable(x.Change)}
	}
	if _, ok := x.alike(); ok && !x.Holds {
		return []string{fault.Printable(x.Parts[0].condition.Name()) + " would have to be one of " + x.these()}
	}
	// To turn an AllOf that fails, or an AnyOf that holds, every part that
	// is against it has to turn; otherwise one part is enough.
	every := x.Holds == (x.Kind == AnyOf)
	var all, best []string
	for _, part := range x.Parts {
		if part.Ignored || part.Holds != x.Holds {
			continue
		}
		changes := part.Changes()
		if changes == nil {
			if every {
				return nil
			}
			continue
		}
		all = append(all, changes...)
		if best == nil || len(changes) < len(best) {
			best = changes
		}
	}
	if every {
		return all
	}
	return best
}
