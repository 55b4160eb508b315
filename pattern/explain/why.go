package explain

import (
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"trailnotify/internal/fault"
	"trailnotify/pattern/internal/reference"
	"trailnotify/pattern/syntax"
)

// whyPlace says what the value at a place, or its absence, means to a
// condition.
func whyPlace(c *syntax.Condition, at reference.Place) string {
	switch {
	case !at.Exists && c.Operator == syntax.NotEqual:
		return absence(at) + "; no comparison holds for a missing field, != included"
	case !at.Exists:
		return absence(at)
	case c.Operator == syntax.NotExists:
		return "it exists; " + kindName(at.Value)
	case c.Operator.AsksKind():
		return "it is " + kindName(at.Value)
	}
	switch at.Value.Type {
	case gjson.String:
		return whyText(c, reference.String(at.Value))
	case gjson.Number:
		return whyNumber(c, at.Value.Raw)
	}
	return "it is " + kindName(at.Value) + ", and comparisons, != included, see only strings and numbers"
}

// absence says where the way to a field ends.
func absence(at reference.Place) string {
	st := at.Missing
	path := at.Path
	if path == "$" {
		path = "the record"
	}
	switch {
	case st.Kind == syntax.ToField && at.Value.IsObject():
		return fmt.Sprintf("missing: %s has no field %s", path, fault.Quote(st.Key))
	case st.Kind == syntax.ToElement && at.Value.IsArray():
		return fmt.Sprintf("missing: %s has no element %s", at.Path, st)
	case st.Kind == syntax.ToEach && (at.Value.IsArray() || at.Value.IsObject()):
		return fmt.Sprintf("missing: %s is empty", at.Path)
	case st.Kind == syntax.ToField:
		return fmt.Sprintf("missing: %s is %s and has no fields", at.Path, kindName(at.Value))
	default:
		return fmt.Sprintf("missing: %s is %s and has no elements", at.Path, kindName(at.Value))
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
	case v.IsArray() && reference.HasNull(v):
		return "an array that holds a null"
	case v.IsArray():
		return "an array"
	default:
		return "an object"
	}
}

// whyText says how a text compares.
func whyText(c *syntax.Condition, s string) string {
	if c.Operator.Ordered() {
		return "it is a string, and " + c.Operator.String() + " compares numbers only"
	}
	l := &c.Value
	equal := reference.Equal(l, s)
	switch {
	case equal && l.Kind == syntax.Regex:
		return "the regular expression finds something in it"
	case equal && l.HasWildcard():
		return "it has the shape of " + l.Source
	case equal:
		return "it is the same text"
	case l.Kind == syntax.Regex:
		return "the regular expression finds nothing in it"
	case l.HasWildcard():
		return "it does not have the shape of " + l.Source + caseOnly(l, s)
	default:
		return "it is another text" + caseOnly(l, s)
	}
}

// differsInCapitals is said of a text that would be equal in other capitals.
const differsInCapitals = "it differs in capitals"

// caseOnly adds that only capitals make the difference.
func caseOnly(l *syntax.Literal, s string) string {
	folded := syntax.Literal{Kind: syntax.Text}
	for _, part := range l.Parts {
		folded.Parts = append(folded.Parts, strings.ToLower(part))
	}
	if reference.Equal(&folded, strings.ToLower(s)) {
		return ": " + differsInCapitals
	}
	return ""
}

// whyNumber says how a JSON number compares.
func whyNumber(c *syntax.Condition, raw string) string {
	if c.Value.Kind != syntax.Number {
		why := whyText(c, raw)
		if c.Value.Quoted() && !reference.Equal(&c.Value, raw) {
			why += " (a number is compared with quoted text in the spelling in which it was logged)"
		}
		return why
	}
	if reference.Size(c, raw) {
		return "as a number it is " + c.Operator.String() + " " + c.Value.Source
	}
	return "as a number it is not " + c.Operator.String() + " " + c.Value.Source
}

// whyField says how a field of a line compares.
func whyField(c *syntax.Condition, s string) string {
	if !c.Operator.Ordered() {
		return whyText(c, s)
	}
	if _, ok := syntax.ParseDecimal([]byte(s)); !ok {
		return "it is not a number"
	}
	return whyNumber(c, s)
}

// whyFields says why a line does not fit the slots.
func whyFields(slots []syntax.Slot, message string) (why, change string) {
	need := 0
	for _, sl := range slots {
		if !sl.Ellipsis {
			need++
		}
	}
	have := len(reference.Tokens(message))
	return fmt.Sprintf("the line has %d fields, and the pattern needs %d", have, need),
		fmt.Sprintf("the line would have to have %d fields or more", need)
}

// wanted says what a field would have to be for the condition to hold or not.
func wanted(c *syntax.Condition, holds bool) string {
	source := c.Value.Source
	if !holds {
		switch c.Operator {
		case syntax.NotExists:
			return "there"
		case syntax.NotEqual:
			return source + ", or not there, or no string or number"
		case syntax.IsNull:
			return "something else than null"
		}
		return "something for which " + strings.TrimSpace(c.Operator.String()+" "+source) + " is false"
	}
	switch {
	case c.Operator == syntax.NotExists:
		return "missing"
	case c.Operator.AsksKind():
		return strings.ToLower(strings.TrimPrefix(c.Operator.String(), "IS "))
	case c.Operator == syntax.NotEqual:
		return "a string or a number other than " + source
	case c.Operator == syntax.Equal:
		return wantedEqual(&c.Value, c.Field != "")
	}
	return "a number " + c.Operator.String() + " " + source
}

func wantedEqual(l *syntax.Literal, textOnly bool) string {
	switch {
	case l.Kind == syntax.Regex:
		return "a string in which " + l.Source + " finds something"
	case l.Kind == syntax.Number && !textOnly:
		return fmt.Sprintf("the number %s or the string %q", l.Source, l.Source)
	case l.HasWildcard():
		return "a string like " + l.Source
	default:
		return l.Source
	}
}
