package pattern

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// known returns what is known of a field, if the messages are of a known kind.
func (c *checker) known(s Selector) fieldInfo {
	if !c.options.CloudTrail {
		return fieldInfo{}
	}
	return knownField(s)
}

// field holds a condition against the fields that CloudTrail records have.
func (c *checker) field(cond *condition) {
	f, taken := followKnown(cond.selector)
	if taken < len(cond.selector.steps) {
		c.unknown(cond.selector, taken)
		return
	}
	switch {
	case f.kind == stringField && cond.op.ordered():
		c.never(cond, "holds a string, and "+cond.op.String()+" sees numbers only")
	case f.kind == stringField && (cond.op == opIsTrue || cond.op == opIsFalse):
		text := strings.ToLower(strings.TrimPrefix(cond.op.String(), "IS "))
		c.never(cond, fmt.Sprintf("holds a string, no boolean: write = %q", text))
	case f.kind == booleanField && cond.op.hasValue() && !c.warnedAt(cond.span):
		c.never(cond, "holds a boolean, and comparisons see strings and numbers only: write IS TRUE or IS FALSE")
	case f.kind == objectField && cond.op.hasValue():
		c.never(cond, "holds an object, and comparisons see strings and numbers only")
	case f.kind == arrayField && cond.op.hasValue():
		c.never(cond, "holds an array, and comparisons see strings and numbers only: write "+cond.selector.String()+"[*]")
	}
}

func (c *checker) never(cond *condition, why string) {
	c.warn(NeverHolds, cond.span, "never holds for a CloudTrail record: "+cond.selector.String()+" "+why)
}

// warnedAt reports whether the condition has a warning on booleans already.
func (c *checker) warnedAt(at span) bool {
	return slices.ContainsFunc(c.found, func(w Warning) bool {
		return w.Kind == TextNotBoolean && w.offset == at.from
	})
}

// unknown warns of a selector of which only the first steps lead to a known field.
func (c *checker) unknown(s Selector, taken int) {
	parent, _ := followKnown(Selector{steps: s.steps[:taken]})
	st := s.steps[taken]
	above := "CloudTrail records"
	if taken > 0 {
		above = Selector{steps: s.steps[:taken]}.String()
	}
	if st.kind != stepKey || parent.kind != objectField {
		c.warn(UnknownField, s.span, above+" "+holdsA[parent.kind]+": this finds nothing")
		return
	}
	message := above + " has no field " + printable(st.key)
	if taken == 0 {
		message = above + " have no field " + printable(st.key)
	}
	if path := nearestField(s.steps[:taken], st.key, parent.fields); path != nil {
		message += "; did you mean " + Selector{steps: path}.String() + "?"
	}
	c.warn(UnknownField, s.span, message)
}

var holdsA = map[fieldKind]string{
	stringField: "is a string", booleanField: "is a boolean", numberField: "is a number",
	objectField: "is an object", arrayField: "is an array",
}

// nearestField returns the path of the field that is most likely meant: one
// beside it in another case, one of this name elsewhere, or the one that
// differs in the fewest letters.
func nearestField(above []step, name string, siblings map[string]fieldInfo) []step {
	best, distance := "", 1+max(2, len(name)/3)
	for _, key := range slices.Sorted(maps.Keys(siblings)) {
		d := levenshtein.ComputeDistance(strings.ToLower(key), strings.ToLower(name))
		if d < distance {
			best, distance = key, d
		}
	}
	if distance > 0 {
		if path := findField(name); path != nil {
			return path
		}
	}
	if best == "" {
		return nil
	}
	return append(slices.Clone(above), step{kind: stepKey, key: best})
}
