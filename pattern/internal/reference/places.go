package reference

import (
	"maps"
	"slices"

	"github.com/tidwall/gjson"

	"trailnotify/pattern/internal/fields"
	"trailnotify/pattern/syntax"
)

// A Place is what a selector comes to: a value, or its absence.
type Place struct {
	Path    string // of value
	Value   gjson.Result
	Exists  bool
	Missing syntax.Step // what value does not have, if the place does not exist
}

// Places follows a selector. Without a wildcard it comes to one place;
// a wildcard leads to a place for each element or field value, and to one where
// nothing is if there are none.
func Places(at Place, steps []syntax.Step) []Place {
	if len(steps) == 0 {
		return []Place{at}
	}
	below := stepBelow(at, steps[0])
	if len(below) == 0 {
		at.Exists, at.Missing = false, steps[0]
		return []Place{at}
	}
	var places []Place
	for _, child := range below {
		places = append(places, Places(child, steps[1:])...)
	}
	return places
}

// Root is where every selector starts.
func Root(root gjson.Result) Place {
	return Place{Path: "$", Value: root, Exists: true}
}

// stepBelow returns the places one step below.
func stepBelow(at Place, st syntax.Step) []Place {
	var found []Place
	add := func(value gjson.Result, to syntax.Step) {
		found = append(found, Place{Path: at.Path + to.String(), Value: value, Exists: true})
	}
	elements := elements(at.Value)
	members := members(at.Value)
	switch st.Kind {
	case syntax.ToEach:
		for i, element := range elements {
			add(element, syntax.Step{Kind: syntax.ToElement, Index: i})
		}
		for _, key := range slices.Sorted(maps.Keys(members)) {
			add(members[key], syntax.Step{Key: key})
		}
	case syntax.ToElement:
		if st.Index < len(elements) {
			add(elements[st.Index], st)
		}
	case syntax.ToField:
		if value, ok := members[st.Key]; ok {
			add(value, st)
		}
	}
	return found
}

// elements returns the elements of an array; none for anything else.
func elements(v gjson.Result) []gjson.Result {
	var elements []gjson.Result
	if v.IsArray() {
		v.ForEach(func(_, element gjson.Result) bool {
			elements = append(elements, element)
			return true
		})
	}
	return elements
}

// members returns the members of an object; none for anything else.
// The last one of a key wins.
func members(v gjson.Result) map[string]gjson.Result {
	members := map[string]gjson.Result{}
	if v.IsObject() {
		v.ForEach(func(key, value gjson.Result) bool {
			members[String(key)] = value
			return true
		})
	}
	return members
}

// String returns the text of a JSON string.
func String(v gjson.Result) string {
	return string(fields.Unquote(nil, []byte(v.Raw[1:len(v.Raw)-1])))
}
