package yamlfile

import (
	"fmt"
	"iter"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"trailnotify/internal/fault"
)

// A Mapping is a node with keys and their values.
type Mapping = ast.MapNode

// Has reports whether a mapping has a key.
func Has(m Mapping, key string) bool {
	for pairs := m.MapRange(); pairs.Next(); {
		if keyText(pairs.Key()) == key {
			return true
		}
	}
	return false
}

// Entries yields the known keys of a mapping once each, in the order of the
// file; unknown and repeated ones are faults. Subject is the mapping's own, ""
// for the whole file.
func (f *File) Entries(m Mapping, subject string, known []string) iter.Seq2[string, Node] {
	return func(yield func(string, Node) bool) {
		seen := map[string]fault.Place{}
		for pairs := m.MapRange(); pairs.Next(); {
			at := placeOf(pairs.Key().GetToken())
			key := keyText(pairs.Key())
			first, repeated := seen[key]
			switch {
			case repeated:
				f.Fail(at, Length(key), Join(subject, key), fmt.Sprintf("found twice, first on line %d", first.Line), "")
			case !slices.Contains(known, key):
				f.unknownKey(at, subject, key, known)
			default:
				seen[key] = at
				if !yield(key, pairs.Value()) {
					return
				}
			}
		}
	}
}

func (f *File) unknownKey(at fault.Place, subject, key string, known []string) {
	problem, near := "unknown key", fault.Nearest(key, known)
	if near == "" {
		problem += ", expected " + fault.OneOf(known)
	}
	f.Fail(at, Length(key), Join(subject, fault.Quote(key)), problem, near)
}

func keyText(n ast.MapKeyNode) string {
	if s, ok := n.(ast.ScalarNode); ok {
		return scalarText(s)
	}
	return n.String()
}

// Join is the subject of a key within a mapping.
func Join(subject, key string) string {
	if subject == "" {
		return key
	}
	return subject + "." + key
}
