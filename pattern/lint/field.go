package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/pattern/syntax"
)

// known returns what is known of a field, if the messages are of a known kind.
func (c *checker) known(s syntax.Selector) fieldInfo {
	if !c.options.CloudTrail {
		return fieldInfo{}
	}
	return knownField(s)
}

// selector finds a selector that leads to no field. It reports whether it leads
// to one.
func (c *checker) selector(s syntax.Selector) bool {
	if _, taken := followKnown(s); taken < len(s.Steps) {
		c.unknown(s, taken)
		return false
	}
	if document := insideDocument(s); document != "" {
		c.warn(UnknownField, s.Span, document+" is recorded as one string that holds JSON, so nothing is found in it: compare the string, as in "+document+" = \"*text*\"")
		return false
	}
	return true
}

// documents are the parameters that CloudTrail records as a string, although
// they are documents of their own.
var documents = []string{"policyDocument", "assumeRolePolicyDocument", "policyText"}

// insideDocument returns the document that a selector leads into, "" if none.
func insideDocument(s syntax.Selector) string {
	for i, st := range s.Steps[:len(s.Steps)-1] {
		if i > 0 && st.Kind == syntax.ToField && slices.Contains(documents, st.Key) {
			return syntax.Selector{Steps: s.Steps[:i+1]}.String()
		}
	}
	return ""
}

// field compares a condition with what the field of a CloudTrail record has.
func (c *checker) field(cond *syntax.Condition) {
	f := c.known(cond.Selector)
	switch {
	case f.kind == stringField && cond.Operator.Ordered():
		c.never(cond, "holds a string, and "+cond.Operator.String()+" sees numbers only")
	case f.kind == stringField && (cond.Operator == syntax.IsTrue || cond.Operator == syntax.IsFalse):
		text := strings.ToLower(strings.TrimPrefix(cond.Operator.String(), "IS "))
		c.never(cond, fmt.Sprintf("holds a string, no boolean: write = %q", text))
	case f.kind == booleanField && cond.Operator.HasValue() && !c.warnedAt(cond.Span):
		c.never(cond, "holds a boolean, and comparisons see strings and numbers only: write IS TRUE or IS FALSE")
	case f.kind == objectField && cond.Operator.HasValue():
		c.never(cond, "holds an object, and comparisons see strings and numbers only")
	case f.kind == arrayField && cond.Operator.HasValue():
		c.never(cond, "holds an array, and comparisons see strings and numbers only: write "+cond.Selector.String()+"[*]")
	}
}

func (c *checker) never(cond *syntax.Condition, why string) {
	c.warn(NeverHolds, cond.Span, "never holds for a CloudTrail record: "+cond.Selector.String()+" "+why)
}

// warnedAt reports whether the condition has a warning on booleans already.
func (c *checker) warnedAt(at syntax.Span) bool {
	return slices.ContainsFunc(c.found, func(w Warning) bool {
		return w.Kind == TextNotBoolean && w.offset == at.From
	})
}

// unknown warns of a selector of which only the first steps lead to a known
// field.
func (c *checker) unknown(s syntax.Selector, taken int) {
	parent, _ := followKnown(syntax.Selector{Steps: s.Steps[:taken]})
	st := s.Steps[taken]
	above := "CloudTrail records"
	if taken > 0 {
		above = syntax.Selector{Steps: s.Steps[:taken]}.String()
	}
	if st.Kind != syntax.ToField || parent.kind != objectField {
		c.warn(UnknownField, s.Span, above+" "+holdsA[parent.kind]+": this finds nothing")
		return
	}
	message := above + " has no field " + fault.Quote(st.Key)
	if taken == 0 {
		message = above + " have no field " + fault.Quote(st.Key)
	}
	if path := nearestField(s.Steps[:taken], st.Key, parent.fields); path != nil {
		message += "; did you mean " + syntax.Selector{Steps: path}.String() + "?"
	}
	c.warn(UnknownField, s.Span, message)
}

var holdsA = map[fieldKind]string{
	stringField: "is a string", booleanField: "is a boolean", numberField: "is a number",
	objectField: "is an object", arrayField: "is an array",
}

// nearestField returns the path of the field that is most likely meant: one
// next to it in another case, one of this name elsewhere, or the one that
// differs in the fewest letters.
func nearestField(above []syntax.Step, name string, siblings map[string]fieldInfo) []syntax.Step {
	best := fault.Nearest(name, slices.Sorted(maps.Keys(siblings)))
	if !strings.EqualFold(best, name) {
		if path := findField(name); path != nil {
			return path
		}
	}
	if best == "" {
		return nil
	}
	return append(slices.Clone(above), syntax.Step{Kind: syntax.ToField, Key: best})
}
