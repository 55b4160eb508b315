package pattern

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// whyPlace says what the value at a place, or its absence, means to a condition.
func whyPlace(c *condition, at place) string {
	switch {
	case !at.exists && c.op == opNotExists:
		return absence(at)
	case !at.exists && c.op == opNotEqual:
		return absence(at) + "; no comparison holds for a missing field, != included"
	case !at.exists:
		return absence(at)
	case c.op == opNotExists:
		return "it exists; " + kindName(at.value)
	}
	switch c.op {
	case opIsNull, opIsTrue, opIsFalse:
		return "it is " + kindName(at.value)
	}
	switch at.value.Type {
	case gjson.String:
		return whyText(c, referenceString(at.value))
	case gjson.Number:
		return whyNumber(c, at.value.Raw)
	}
	return "it is " + kindName(at.value) + ", and comparisons, != included, see only strings and numbers"
}

// absence says where the way to a field ends.
func absence(at place) string {
	st := at.missing
	path := at.path
	if path == "$" {
		path = "the record"
	}
	switch {
	case st.kind == stepKey && at.value.IsObject():
		return fmt.Sprintf("missing: %s has no field %s", path, printable(st.key))
	case st.kind == stepIndex && at.value.IsArray():
		return fmt.Sprintf("missing: %s has no element %s", at.path, st)
	case st.kind == stepEach && (at.value.IsArray() || at.value.IsObject()):
		return fmt.Sprintf("missing: %s is empty", at.path)
	case st.kind == stepKey:
		return fmt.Sprintf("missing: %s is %s and has no fields", at.path, kindName(at.value))
	default:
		return fmt.Sprintf("missing: %s is %s and has no elements", at.path, kindName(at.value))
	}
}

// kindName names the kind of a value.
func kindName(v gjson.Result) string {
	switch {
	case v.Type == gjson.Null:
		return "null"
	case v.Type == gjson.True:
		return "true"
	case v.Type == gjson.False:
		return "false"
	case v.Type == gjson.String:
		return "a string"
	case v.Type == gjson.Number:
		return "a number"
	case v.IsArray() && referenceHasNull(v):
		return "an array that holds a null"
	case v.IsArray():
		return "an array"
	default:
		return "an object"
	}
}

// whyText says how a text compares.
func whyText(c *condition, s string) string {
	if c.op.ordered() {
		return "it is a string, and " + c.op.String() + " compares numbers only"
	}
	l := &c.value
	equal := referenceEqual(l, s)
	switch {
	case equal && l.kind == regexLiteral:
		return "the regular expression finds something in it"
	case equal && l.wildcard():
		return "it has the shape of " + l.source
	case equal:
		return "it is the same text"
	case l.kind == regexLiteral:
		return "the regular expression finds nothing in it"
	case l.wildcard():
		return "it does not have the shape of " + l.source + caseOnly(l, s)
	default:
		return "it is another text" + caseOnly(l, s)
	}
}

// caseOnly adds that only capitals make the difference.
func caseOnly(l *literal, s string) string {
	folded := literal{kind: textLiteral}
	for _, part := range l.parts {
		folded.parts = append(folded.parts, strings.ToLower(part))
	}
	if referenceEqual(&folded, strings.ToLower(s)) {
		return ": it differs in capitals"
	}
	return ""
}

// whyNumber says how a JSON number compares.
func whyNumber(c *condition, raw string) string {
	if c.value.kind != numberLiteral {
		why := whyText(c, raw)
		if c.value.quoted() && !referenceEqual(&c.value, raw) {
			why += " (a number is compared with quoted text in the spelling in which it was logged)"
		}
		return why
	}
	if referenceSize(c, raw) {
		return "as a number it is " + c.op.String() + " " + c.value.source
	}
	return "as a number it is not " + c.op.String() + " " + c.value.source
}

// whyField says how a field of a line compares.
func whyField(c *condition, s string) string {
	if !c.op.ordered() {
		return whyText(c, s)
	}
	if _, ok := parseDecimal([]byte(s)); !ok {
		return "it is no number"
	}
	return whyNumber(c, s)
}

// whyFields says why a line does not fit the slots.
func whyFields(slots []slot, message string) (why, change string) {
	need := 0
	for _, sl := range slots {
		if !sl.ellipsis {
			need++
		}
	}
	have := len(tokenize([]byte(message), nil))
	return fmt.Sprintf("the line has %d fields, and the pattern needs %d", have, need),
		fmt.Sprintf("the line would have to have %d fields or more", need)
}

// wanted says what a field would have to be for the condition to hold or not.
func wanted(c *condition, holds bool) string {
	source := c.value.source
	if !holds {
		switch c.op {
		case opNotExists:
			return "there"
		case opNotEqual:
			return source + ", or not there, or no string or number"
		case opIsNull:
			return "something else than null"
		}
		return "something for which " + strings.TrimSpace(c.op.String()+" "+source) + " is false"
	}
	switch c.op {
	case opNotExists:
		return "missing"
	case opIsNull, opIsTrue, opIsFalse:
		return strings.ToLower(strings.TrimPrefix(c.op.String(), "IS "))
	case opNotEqual:
		return "a string or a number other than " + source
	case opEqual:
		return wantedEqual(&c.value, c.field != "")
	}
	return "a number " + c.op.String() + " " + source
}

func wantedEqual(l *literal, textOnly bool) string {
	switch {
	case l.kind == regexLiteral:
		return "a string in which " + l.source + " finds something"
	case l.kind == numberLiteral && !textOnly:
		return fmt.Sprintf("the number %s or the string %q", l.source, l.source)
	case l.wildcard():
		return "a string like " + l.source
	default:
		return l.source
	}
}
