package peer

import (
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// variables reads the fields that the rules ask about in one pass over a record,
// into the variables of an expression language. Decoding the whole record for
// them would cost more than the expressions do.
//
// A field has up to three variables: its text, "" where it has none; whether it
// has a text; whether it is missing. No rule compares with "".
type variables struct {
	empty map[string]any
	tops  map[string][]variable // by the first key of the path
}

// A variable takes the value of a field. Names that no rule uses are "".
type variable struct{ rest, text, isText, isMissing string }

func newVariables(rules []rule) *variables {
	v := &variables{empty: map[string]any{}, tops: map[string][]variable{}}
	asked := map[string]map[op]bool{}
	for _, r := range rules {
		visit(r.condition, func(c condition) {
			if asked[c.field] == nil {
				asked[c.field] = map[op]bool{}
			}
			asked[c.field][c.op] = true
		})
	}
	for _, field := range slices.Sorted(maps.Keys(asked)) {
		v.declare(field, asked[field])
	}
	return v
}

func (v *variables) declare(field string, asked map[op]bool) {
	top, rest, _ := strings.Cut(field, ".")
	one := variable{rest: rest}
	if asked[equal] || asked[unequal] {
		one.text = textName(field)
		v.empty[one.text] = ""
	}
	if asked[unequal] {
		one.isText = isTextName(field)
		v.empty[one.isText] = false
	}
	if asked[missing] {
		one.isMissing = isMissingName(field)
		v.empty[one.isMissing] = true
	}
	v.tops[top] = append(v.tops[top], one)
}

func textName(field string) string      { return strings.ReplaceAll(field, ".", "_") }
func isTextName(field string) string    { return textName(field) + "_is_text" }
func isMissingName(field string) string { return textName(field) + "_is_missing" }

// read puts the fields of a record into the variables.
func (v *variables) read(record string, into map[string]any) {
	maps.Copy(into, v.empty)
	gjson.Parse(record).ForEach(func(key, value gjson.Result) bool {
		for _, one := range v.tops[key.Str] {
			one.set(value, into)
		}
		return true
	})
}

func (one *variable) set(value gjson.Result, into map[string]any) {
	if one.rest != "" {
		value = value.Get(one.rest)
	}
	text, ok := textOf(value)
	if ok && one.text != "" {
		into[one.text] = text
	}
	if ok && one.isText != "" {
		into[one.isText] = true
	}
	if one.isMissing != "" {
		into[one.isMissing] = !value.Exists()
	}
}
