package rules

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"trailnotify/internal/fault"
)

// The limits of a rule file. The YAML reader needs time in the square of some
// of these, and stack in the depth, so they are checked before it runs.
const (
	MaxFileSize = 256 << 10 // bytes
	maxLines    = 10_000
	maxTokens   = 32_768
	maxDepth    = 64
)

// A sourceFile is the text of one file, with what was found wrong in it.
type sourceFile struct {
	name   string
	text   string
	lines  []string
	faults Faults
}

func newSourceFile(name string, content []byte) *sourceFile {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	if strings.HasSuffix(name, ".json") {
		// JSON may be indented with tabs, YAML may not. No string of a JSON
		// text holds one, so places stay as they are.
		text = strings.ReplaceAll(text, "\t", " ")
	}
	return &sourceFile{name: name, text: text, lines: strings.Split(text, "\n")}
}

// A place is a position in a file, from 1 and in characters; the zero place is
// the file as a whole.
type place struct{ line, column int }

func (f *sourceFile) fail(at place, length int, subject, problem, nearest string) {
	f.faults = append(f.faults, f.fault(at, length, subject, problem, nearest))
}

// fault is what fail notes.
func (f *sourceFile) fault(at place, length int, subject, problem, nearest string) *Fault {
	found := &Fault{File: f.name, Line: at.line, Column: at.column, Subject: subject, Problem: problem, Nearest: nearest, length: length}
	if at.line >= 1 && at.line <= len(f.lines) {
		found.line = f.lines[at.line-1]
	}
	return found
}

// root parses the text into the mapping that a rule file is. It returns nil
// when there is none, with the faults noted.
func (f *sourceFile) root() ast.MapNode {
	if !f.readable() {
		return nil
	}
	tokens := lexer.Tokenize(f.text)
	if !f.plain(tokens) {
		return nil
	}
	body, err := parseTokens(tokens)
	if err != nil {
		f.failSyntax(err)
		return nil
	}
	if body == nil {
		f.fail(place{}, 0, "", "the file is empty, expected a rule", "")
		return nil
	}
	root, ok := body.(ast.MapNode)
	if !ok {
		f.fail(nodePlace(body), 1, "", "found "+kindOf(body)+", expected a rule: a mapping with name, pattern and threshold", "")
		return nil
	}
	return root
}

// parseTokens is the YAML parser, a fault of whose own is an error too.
func parseTokens(tokens token.Tokens) (body ast.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			body, err = nil, fmt.Errorf("the YAML reader gave up: %v", r)
		}
	}()
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) == 0 {
		return nil, err
	}
	return file.Docs[0].Body, nil
}

// readable holds the text against the limits that need no parser.
func (f *sourceFile) readable() bool {
	switch {
	case len(f.text) > MaxFileSize:
		f.fail(place{}, 0, "", fmt.Sprintf("found %d bytes, expected at most %d", len(f.text), MaxFileSize), "")
	case len(f.lines) > maxLines:
		f.fail(place{}, 0, "", fmt.Sprintf("found %d lines, expected at most %d", len(f.lines), maxLines), "")
	default:
		return f.isText()
	}
	return false
}

func (f *sourceFile) isText() bool {
	for i, line := range f.lines {
		at := strings.IndexFunc(line, func(r rune) bool { return r == utf8.RuneError || r < ' ' && r != '\t' || r == 0x7f })
		if at < 0 {
			continue
		}
		problem := "found bytes that are no UTF-8 text"
		if r, size := utf8.DecodeRuneInString(line[at:]); r != utf8.RuneError || size > 1 {
			problem = fmt.Sprintf("found the character %U", r)
		}
		f.fail(place{i + 1, utf8.RuneCountInString(line[:at]) + 1}, 1, "", problem, "")
		return false
	}
	return true
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
func (f *sourceFile) plain(tokens token.Tokens) bool {
	before := len(f.faults)
	if len(tokens) > maxTokens {
		f.fail(place{}, 0, "", fmt.Sprintf("found %d words and signs, expected at most %d", len(tokens), maxTokens), "")
		return false
	}
	var open, entries, documents int
	for i, t := range tokens {
		at := tokenPlace(t)
		if what, ok := refused[t.Type]; ok {
			problem := "found " + what + ", which rule files do not use: write it out"
			if t.Type != token.MergeKeyType {
				problem += ", or put the value in single quotes"
			}
			f.fail(at, 1, "", problem, "")
		}
		entries++
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			open++
		case token.MappingEndType, token.SequenceEndType:
			open--
		case token.DocumentHeaderType:
			if documents++; i > 0 {
				f.fail(at, 3, "", "found a second document, expected one rule in a file", "")
			}
		}
		if t.Type != token.SequenceEntryType {
			entries = 0
		}
		if open > maxDepth || entries > maxDepth {
			f.fail(at, 1, "", fmt.Sprintf("found more than %d levels of nesting", maxDepth), "")
			return false
		}
	}
	return len(f.faults) == before
}

// failSyntax notes an error of the YAML reader.
func (f *sourceFile) failSyntax(err error) {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		f.fail(place{}, 0, "", err.Error(), "")
		return
	}
	f.fail(tokenPlace(at.GetToken()), 1, "", "no valid YAML: "+at.GetMessage(), "")
}

func tokenPlace(t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{}
	}
	return place{t.Position.Line, max(1, t.Position.Column)}
}

// nodePlace is where a node begins. That of a mapping is its first key.
func nodePlace(n ast.Node) place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		n = m.Key
	}
	return tokenPlace(n.GetToken())
}

// kindOf names a node for people.
func kindOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.NullNode:
		return "nothing"
	case ast.MapNode:
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

// scalarText is what a scalar says, as it is written where that matters.
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
