// Package title is the language in which rules and calls say what happened in
// one line: text with fields in braces, and optional parts in brackets.
//
//	{actor} opened {ports} of {group}[ to {ranges}]
//
// A field stands for what is known of an alert, see [Fields]. A part in
// brackets is left out unless every field in it has a value. Elsewhere a field
// without a value is written as a question mark. There are no escapes: a title
// has no braces and no brackets of its own.
package title

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"trailnotify/internal/fault"
)

// A Template is the text of a title. Those that [Parse] returns are sound.
type Template string

// A Piece of a filled template is text of the template, or the value of a
// field, which may come from a record and must be escaped.
type Piece struct {
	Text  string
	Field string // "" for text of the template
}

// Unknown is the value of a field that an alert knows nothing of.
const Unknown = "?"

// token is a piece of a template: a field, a bracket, or text in between.
var token = regexp.MustCompile(`\{[^{}\[\]]*\}|\[|\]|[^{}\[\]]+|[{}]`)

// Parse checks a template. The error names what is wrong, and the field that
// was probably meant.
func Parse(source string) (Template, error) {
	open := false
	for _, t := range token.FindAllString(source, -1) {
		name, isField := fieldOf(t)
		switch {
		case t == "{" || t == "}":
			return "", fmt.Errorf("a brace that begins or ends no field, expected fields such as {actor}")
		case t == "[" && open:
			return "", fmt.Errorf("a bracket inside brackets")
		case t == "]" && !open:
			return "", fmt.Errorf("a bracket that closes nothing")
		case t == "[" || t == "]":
			open = t == "["
		case isField && !slices.Contains(Fields(), name):
			return "", &UnknownField{name}
		}
	}
	if open {
		return "", fmt.Errorf("a bracket that is not closed")
	}
	return Template(source), nil
}

// An UnknownField is the error of a template with a field that does not exist.
type UnknownField struct{ Name string }

func (e *UnknownField) Error() string {
	return fmt.Sprintf("the field {%s}, which does not exist", e.Name)
}

// Nearest is the field that was probably meant, "" if none is near.
func (e *UnknownField) Nearest() string { return fault.Nearest(e.Name, Fields()) }

func fieldOf(token string) (name string, ok bool) {
	name, ok = strings.CutPrefix(token, "{")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, "}")
}

// Fill puts values in place of the fields. value returns "" for a field that
// nothing is known of.
func (t Template) Fill(value func(field string) string) []Piece {
	var all, optional []Piece
	to, complete := &all, true
	for _, text := range token.FindAllString(string(t), -1) {
		name, isField := fieldOf(text)
		switch {
		case text == "[":
			to, complete, optional = &optional, true, nil
		case text == "]":
			if complete {
				all = append(all, optional...)
			}
			to = &all
		case isField:
			v := value(name)
			complete = complete && v != ""
			if v == "" {
				v = Unknown
			}
			*to = append(*to, Piece{Text: v, Field: name})
		default:
			*to = append(*to, Piece{Text: text})
		}
	}
	return all
}
