package explain

import (
	"strconv"
	"strings"

	"trailnotify/internal/fault"
)

// String renders the explanation as plain text, several lines without control
// characters: the verdict, the tree with the values seen, and what would have
// to change.
func (x *Explanation) String() string {
	var b strings.Builder
	if x.Holds {
		b.WriteString("match")
	} else {
		b.WriteString("no match")
	}
	b.WriteByte('\n')
	x.render(&b, 1)
	for i, change := range x.Changes() {
		switch {
		case i > 0:
			b.WriteString("  and ")
		case x.Holds:
			b.WriteString("not to match, ")
		default:
			b.WriteString("to match, ")
		}
		b.WriteString(change + "\n")
	}
	return b.String()
}

func (x *Explanation) render(b *strings.Builder, depth int) {
	indent := strings.Repeat("  ", depth)
	b.WriteString(indent + x.mark() + " " + x.title() + "\n")
	for _, s := range x.Seen {
		b.WriteString(indent + "      " + s.text() + "\n")
	}
	if x.More > 0 {
		b.WriteString(indent + "      and " + strconv.Itoa(x.More) + " more" + "\n")
	}
	if x.Why != "" && len(x.Seen) != 1 {
		b.WriteString(indent + "      " + fault.Printable(x.Why) + "\n")
	}
	for _, part := range x.Parts {
		part.render(b, depth+1)
	}
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
	if !s.Found {
		return fault.Printable(s.Why)
	}
	return fault.Printable(s.Path) + ": " + fault.Printable(fault.Clip(s.Value, maxShown)) + "  (" + fault.Printable(s.Why) + ")"
}

// Changes returns the smallest set of changes that would turn the outcome: all
// parts that fail where all are needed, and the cheapest part where one is
// enough. It is empty where nothing can change it.
func (x *Explanation) Changes() []string {
	if x.Change != "" {
		return []string{fault.Printable(x.Change)}
	}
	// To turn an AllOf that fails, or an AnyOf that holds, every part that
	// stands against it has to turn; otherwise one part is enough.
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
