// Package yamlfile reads a file of YAML or JSON and knows the place of
// everything in it, so that whatever is wrong with a value is shown where it is
// written.
//
// A [File] is read strictly: one document, no anchors, aliases or tags, no
// repeated key, and within limits that keep a hostile file cheap. Faults are
// noted in the file, so that one run finds all of them.
package yamlfile

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"

	"trailnotify/internal/fault"
)

// The limits of a file. The YAML parser needs time in the square of some of
// these, and stack in the depth, so they are checked before it runs.
const (
	MaxSize   = 256 << 10 // bytes
	maxLines  = 10_000
	maxTokens = 32_768
	maxDepth  = 64
)

// A Node is a value in a file.
type Node = ast.Node

// A File is the text of one file, with what was found wrong in it.
type File struct {
	Name   string
	Faults fault.Faults

	text  string
	lines []string
}

// New returns a file of the given name and content.
func New(name string, content []byte) *File {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	if strings.HasSuffix(name, ".json") {
		// JSON may be indented with tabs, YAML may not. No string of a JSON
		// text holds one, so places stay as they are.
		text = strings.ReplaceAll(text, "\t", " ")
	}
	return &File{Name: name, text: text, lines: strings.Split(text, "\n")}
}

// Fail notes a fault of so many characters at a place; the zero place is the
// file as a whole.
func (f *File) Fail(at fault.Place, length int, subject, problem, nearest string) {
	f.Faults = append(f.Faults, f.Fault(at, length, subject, problem, nearest))
}

// Fault is what [File.Fail] notes.
func (f *File) Fault(at fault.Place, length int, subject, problem, nearest string) *fault.Fault {
	found := &fault.Fault{File: f.Name, Place: at, Subject: subject, Problem: problem, Nearest: nearest, Length: length}
	if at.Line >= 1 && at.Line <= len(f.lines) {
		found.Source = f.lines[at.Line-1]
	}
	return found
}

// Root parses the text into the mapping that the file has to be; what names
// it for people, such as "a rule: a mapping with name and pattern". It returns
// nil when there is none, with the faults noted.
func (f *File) Root(what string) Mapping {
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
		kind, _, _ := strings.Cut(what, ":")
		f.Fail(fault.Place{}, 0, "", "the file is empty, expected "+kind, "")
		return nil
	}
	root, ok := body.(Mapping)
	if !ok {
		f.Unexpected("", body, what)
		return nil
	}
	return root
}

// readable checks the text against the limits that need no parser.
func (f *File) readable() bool {
	switch {
	case len(f.text) > MaxSize:
		f.Fail(fault.Place{}, 0, "", fmt.Sprintf("found %d bytes, expected at most %d", len(f.text), MaxSize), "")
	case len(f.lines) > maxLines:
		f.Fail(fault.Place{}, 0, "", fmt.Sprintf("found %d lines, expected at most %d", len(f.lines), maxLines), "")
	default:
		return f.isText()
	}
	return false
}

func (f *File) isText() bool {
	for i, line := range f.lines {
		at := strings.IndexFunc(line, func(r rune) bool { return r == utf8.RuneError || r < ' ' && r != '\t' || r == 0x7f })
		if at < 0 {
			continue
		}
		problem := "found bytes that are not UTF-8"
		if r, size := utf8.DecodeRuneInString(line[at:]); r != utf8.RuneError || size > 1 {
			problem = fmt.Sprintf("found the character %U", r)
		}
		f.Fail(fault.Place{Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1}, 1, "", problem, "")
		return false
	}
	return true
}
