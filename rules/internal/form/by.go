package form

import (
	"strings"

	"trailnotify/rules/group"
)

// bySchema is the schema of by. Of a flat list of selectors alone it says that
// it is none.
func bySchema() object {
	selector := object{"type": "string", "pattern": `^\s*\$`}
	name := object{"type": "string", "pattern": `^\s*(` + strings.Join(group.Names(), "|") + `)\s*$`}
	entries := list("", 1, anyOf("", name, selector, list("", 1, selector)))
	entries["maxItems"] = group.MaxParts
	return described(object{
		"if":   object{"type": "array", "minItems": 2, "items": selector},
		"then": false,
		"else": anyOf("", name, selector, entries),
	}, "Parts that matches are counted apart by: a selector, "+strings.Join(group.Names(), ", ")+
		", or a list of these. A list of selectors inside the list is one part: the first that a record has.")
}
