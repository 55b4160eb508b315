package main

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A measured is a file or a function with its lines.
type measured struct {
	name  string
	lines int
}

// A tree is what was measured below one directory.
type tree struct {
	files, functions []measured
}

// A packageSize is the sum of the files of one directory.
type packageSize struct {
	dir          string
	files, lines int
}

// measure reads every Go file below dir that is product code.
func measure(dir string) (tree, error) {
	var t tree
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != dir && !isProduct(d.Name()):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		shown, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		return t.file(name, filepath.ToSlash(shown))
	})
	slices.SortFunc(t.functions, largestFirst)
	return t, err
}

func largestFirst(a, b measured) int {
	return cmp.Or(cmp.Compare(b.lines, a.lines), cmp.Compare(a.name, b.name))
}

// isProduct reports whether a directory of that name holds product code.
func isProduct(dir string) bool {
	return dir != "testdata" && !strings.HasPrefix(dir, ".")
}

// file measures one file and its functions.
func (t *tree) file(name, shown string) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.files = append(t.files, measured{shown, bytes.Count(src, []byte("\n"))})
	for _, d := range parsed.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1
			t.functions = append(t.functions, measured{shown + " " + f.Name.Name, lines})
		}
	}
	return nil
}

// packages sums the files by directory, the largest first.
func (t tree) packages() []packageSize {
	sums := map[string]packageSize{}
	for _, f := range t.files {
		dir := filepath.ToSlash(filepath.Dir(f.name))
		sum := sums[dir]
		sums[dir] = packageSize{dir, sum.files + 1, sum.lines + f.lines}
	}
	var all []packageSize
	for _, p := range sums {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b packageSize) int {
		return cmp.Or(cmp.Compare(b.lines, a.lines), cmp.Compare(a.dir, b.dir))
	})
	return all
}

// p90 is the number of lines that nine of ten do not exceed.
func p90(all []measured) int {
	lines := make([]int, 0, len(all))
	for _, m := range all {
		lines = append(lines, m.lines)
	}
	slices.Sort(lines)
	return lines[(len(lines)*9+9)/10-1]
}
