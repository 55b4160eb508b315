package pattern

import (
	"maps"
	"slices"

	"github.com/tidwall/gjson"
)

// place is what a selector comes to: a value, or its absence.
type place struct {
	path    string // of value
	value   gjson.Result
	exists  bool
	missing step // what value does not have, if the place does not exist
}

// referencePlaces follows a selector. Without a wildcard it comes to one place;
// a wildcard leads to a place for each element or field value, and to one where
// nothing is if there are none.
func referencePlaces(at place, steps []step) []place {
	if len(steps) == 0 {
		return []place{at}
	}
	below := referenceStep(at, steps[0])
	if len(below) == 0 {
		at.exists, at.missing = false, steps[0]
		return []place{at}
	}
	var places []place
	for _, child := range below {
		places = append(places, referencePlaces(child, steps[1:])...)
	}
	return places
}

// rootPlace is where every selector starts.
func rootPlace(root gjson.Result) place {
	return place{path: "$", value: root, exists: true}
}

// referenceStep returns the places one step below.
func referenceStep(at place, st step) []place {
	var found []place
	add := func(value gjson.Result, to step) {
		found = append(found, place{path: at.path + to.String(), value: value, exists: true})
	}
	elements := referenceElements(at.value)
	members := referenceMembers(at.value)
	switch st.kind {
	case stepEach:
		for i, element := range elements {
			add(element, step{kind: stepIndex, index: i})
		}
		for _, key := range slices.Sorted(maps.Keys(members)) {
			add(members[key], step{key: key})
		}
	case stepIndex:
		if st.index < len(elements) {
			add(elements[st.index], st)
		}
	case stepKey:
		if value, ok := members[st.key]; ok {
			add(value, st)
		}
	}
	return found
}

// referenceElements returns the elements of an array; none for anything else.
func referenceElements(v gjson.Result) []gjson.Result {
	var elements []gjson.Result
	if v.IsArray() {
		v.ForEach(func(_, element gjson.Result) bool {
			elements = append(elements, element)
			return true
		})
	}
	return elements
}

// referenceMembers returns the members of an object; none for anything else.
// The last one of a key wins.
func referenceMembers(v gjson.Result) map[string]gjson.Result {
	members := map[string]gjson.Result{}
	if v.IsObject() {
		v.ForEach(func(key, value gjson.Result) bool {
			members[referenceString(key)] = value
			return true
		})
	}
	return members
}

// referenceString returns the text of a JSON string.
func referenceString(v gjson.Result) string {
	return string(unquote(nil, []byte(v.Raw[1:len(v.Raw)-1])))
}
