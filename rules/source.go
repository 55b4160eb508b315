package rules

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
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

// readable checks the text against the limits that need no parser.
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
		problem := "found bytes that are not UTF-8"
		if r, size := utf8.DecodeRuneInString(line[at:]); r != utf8.RuneError || size > 1 {
			problem = fmt.Sprintf("found the character %U", r)
		}
		f.fail(place{i + 1, utf8.RuneCountInString(line[:at]) + 1}, 1, "", problem, "")
		return false
	}
	return true
}
