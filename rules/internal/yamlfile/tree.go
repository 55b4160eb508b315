package yamlfile

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"trailnotify/internal/fault"
)

// parseTokens is the YAML parser, a fault of whose own is an error too.
func parseTokens(tokens token.Tokens) (body Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			body, err = nil, fmt.Errorf("the YAML parser failed: %v", r)
		}
	}()
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) == 0 {
		return nil, err
	}
	return file.Docs[0].Body, nil
}

// refused are parts of YAML that a rule file has no use for. Without aliases a
// small file cannot stand for a large one.
var refused = map[token.Type]string{
	token.AnchorType:     "an anchor (&)",
	token.AliasType:      "an alias (*)",
	token.TagType:        "a tag (!)",
	token.MergeKeyType:   "a merge key (<<)",
	token.MappingKeyType: "a complex key (?)",
	token.DirectiveType:  "a directive (%)",
}

// plain refuses what rule files have no use for, and what would cost the
// parser too much.
func (f *File) plain(tokens token.Tokens) bool {
	before := len(f.Faults)
	if len(tokens) > maxTokens {
		f.Fail(fault.Place{}, 0, "", fmt.Sprintf("found %d tokens, expected at most %d", len(tokens), maxTokens), "")
		return false
	}
	for i, t := range tokens {
		if what, ok := refused[t.Type]; ok {
			f.refuse(t, what)
		}
		if t.Type == token.DocumentHeaderType && i > 0 {
			f.Fail(placeOf(t), 3, "", "found a second document, expected one rule in a file", "")
		}
	}
	if t := tooDeep(tokens); t != nil {
		f.Fail(placeOf(t), 1, "", fmt.Sprintf("found more than %d levels of nesting", maxDepth), "")
	}
	return len(f.Faults) == before
}

// refuse notes a part of YAML that a rule file has no use for.
func (f *File) refuse(t *token.Token, what string) {
	problem := "found " + what + ", which rule files do not use: write it out"
	if t.Type != token.MergeKeyType {
		problem += ", or put the value in single quotes"
	}
	f.Fail(placeOf(t), 1, "", problem, "")
}

// tooDeep returns the first token that is nested too deep, nil if there is
// none. Brackets and dashes that follow each other are levels; the levels of an
// indented mapping need as many lines.
func tooDeep(tokens token.Tokens) *token.Token {
	var open, dashes int
	for _, t := range tokens {
		dashes++
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			open++
		case token.MappingEndType, token.SequenceEndType:
			open--
		}
		if t.Type != token.SequenceEntryType {
			dashes = 0
		}
		if open > maxDepth || dashes > maxDepth {
			return t
		}
	}
	return nil
}

// failSyntax notes an error of the YAML reader.
func (f *File) failSyntax(err error) {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		f.Fail(fault.Place{}, 0, "", err.Error(), "")
		return
	}
	f.Fail(placeOf(at.GetToken()), 1, "", "invalid YAML: "+at.GetMessage(), "")
}

func placeOf(t *token.Token) fault.Place {
	if t == nil || t.Position == nil {
		return fault.Place{}
	}
	return fault.Place{Line: t.Position.Line, Column: max(1, t.Position.Column)}
}

// PlaceOf is where a node begins. That of a mapping is its first key.
func PlaceOf(n Node) fault.Place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		n = m.Key
	}
	return placeOf(n.GetToken())
}

// KindOf names a node for people.
func KindOf(n Node) string {
	switch n := n.(type) {
	case *ast.NullNode:
		return "nothing"
	case Mapping:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return fault.Quote(scalarText(n.(ast.ScalarNode)))
	case ast.ScalarNode:
		return scalarText(n)
	default:
		return "something else"
	}
}

// scalarText is the text of a scalar, in its own spelling where that matters.
func scalarText(n ast.ScalarNode) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.NullNode:
		return "null"
	default:
		return n.GetToken().Value
	}
}
