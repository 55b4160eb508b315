package trailnotify_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// A source is one Go file of the product or its tests, parsed whole.
type source struct {
	name string // slash-separated, from the root of the repository
	text []byte
	set  *token.FileSet
	file *ast.File
}

// at is the place of a position: file and line.
func (s source) at(pos token.Pos) string { return s.set.Position(pos).String() }

func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

func TestExported_AreDocumented(t *testing.T) {
	for _, s := range everySource(t) {
		if s.isTest() || s.file.Name.Name == "main" {
			continue
		}
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s is exported and has no comment", s.at(name.Pos()), name.Name)
			}
		}
	}
}

// undocumented returns the exported names that a declaration introduces without
// a comment. A comment on a group of constants or variables covers all of them.
func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && hasExportedReceiver(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc != nil && d.Tok != token.TYPE {
			return nil
		}
		var names []*ast.Ident
		for _, spec := range d.Specs {
			names = append(names, undocumentedSpec(d, spec)...)
		}
		return names
	}
	return nil
}

func undocumentedSpec(d *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var names []*ast.Ident
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
			names = append(names, s.Name)
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && s.Doc == nil && s.Comment == nil {
				names = append(names, name)
			}
		}
	}
	return names
}

// hasExportedReceiver reports whether a function can be called from other
// packages by its name. Methods that only satisfy a well-known interface need
// no words.
func hasExportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	switch f.Name.Name {
	case "Error", "Unwrap", "String", "Is":
		return false
	}
	receiver := f.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

// widest is the number of columns that a comment may take, a tab counted as
// four.
const widest = 80

func TestComments_Wrap(t *testing.T) {
	for _, s := range everySource(t) {
		for _, group := range s.file.Comments {
			for _, c := range prose(group) {
				if line := tooWide(s, c); line > 0 {
					t.Errorf("%s:%d: a comment goes beyond column %d", s.name, line, widest)
				}
			}
		}
	}
}

// prose returns the comments of a group without what an Example is expected to
// print, which is where its output breaks.
func prose(group *ast.CommentGroup) []*ast.Comment {
	for i, c := range group.List {
		text := strings.ToLower(strings.TrimLeft(c.Text, "/ "))
		if strings.HasPrefix(text, "output:") || strings.HasPrefix(text, "unordered output:") {
			return group.List[:i]
		}
	}
	return group.List
}

// tooWide returns the first line of a comment that is too wide, 0 if none is.
// Comments behind code, directives and addresses are left alone: they can't be
// wrapped.
func tooWide(s source, c *ast.Comment) int {
	at := s.set.Position(c.Pos())
	lines := bytes.Split(s.text, []byte("\n"))
	first := lines[at.Line-1]
	if len(bytes.TrimSpace(first[:at.Column-1])) > 0 || strings.HasPrefix(c.Text, "//go:") {
		return 0
	}
	for i := range strings.Split(c.Text, "\n") {
		line := string(lines[at.Line-1+i])
		if utf8.RuneCountInString(line)+3*strings.Count(line, "\t") > widest && canWrap(line) {
			return at.Line + i
		}
	}
	return 0
}

// canWrap reports whether a comment's line is prose: preformatted lines are
// indented behind the slashes, or hold one long word.
func canWrap(line string) bool {
	text, isLine := strings.CutPrefix(strings.TrimSpace(line), "//")
	if !isLine || strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "  ") {
		return false
	}
	return !strings.Contains(text, "://")
}

// largest is the number of lines of product code that one package may have, and
// longest that of a function. Blank lines don't count.
const (
	largest = 3000
	longest = 50
)

func TestPackages_StaySmall(t *testing.T) {
	lines := map[string]int{}
	for _, s := range everySource(t) {
		if !s.isTest() {
			lines[path.Dir(s.name)] += filledLines(s.text)
		}
	}
	for dir, n := range lines {
		if n > largest {
			t.Errorf("%s: %d lines in one package, at most %d", dir, n, largest)
		}
	}
}

func TestFunctions_StayShort(t *testing.T) {
	for _, s := range everySource(t) {
		if s.isTest() {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			text := s.text[s.set.Position(f.Pos()).Offset:s.set.Position(f.End()).Offset]
			if n := filledLines(text); n > longest {
				t.Errorf("%s: %s has %d lines, at most %d", s.at(f.Pos()), f.Name.Name, n, longest)
			}
		}
	}
}

// filledLines counts the lines that are not blank.
func filledLines(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}

// everySource parses every Go file of this module below its root. The files
// are read here and now, see the package comment.
func everySource(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipDir(name):
			return filepath.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		s := source{name: filepath.ToSlash(name), set: token.NewFileSet()}
		if s.text, err = os.ReadFile(name); err != nil {
			return err
		}
		s.file, err = parser.ParseFile(s.set, s.name, s.text, parser.ParseComments|parser.SkipObjectResolution)
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no Go files found")
	}
	return all
}
