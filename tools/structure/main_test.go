package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a/a.go", "package a\n\nfunc Short() {\n}\n\nfunc Long() {\n"+strings.Repeat("\tShort()\n", 40)+"}\n")
	write(t, dir, "a/b.go", "package a\n")
	write(t, dir, "b/c.go", "package b\n\nfunc F() {}\n")
	write(t, dir, "a/a_test.go", "package a\n\nfunc Test() {}\n")
	write(t, dir, "a/testdata/x.go", "package x\n")
	write(t, dir, ".cache/y.go", "not Go\n")

	var out strings.Builder
	if err := run(dir, &out); err != nil {
		t.Fatal(err)
	}
	want := `PACKAGE  FILES  LINES
a        2      48
b        1      3

p90 of 3 files: 47 lines
p90 of 3 functions: 42 lines
a/a.go Long: 42 lines
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestRun_Faults(t *testing.T) {
	dir := t.TempDir()
	if err := run(dir, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), "no Go files") {
		t.Errorf("an empty directory: error %v", err)
	}
	write(t, dir, "a.go", "packag a\n")
	if err := run(dir, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), "a.go:1") {
		t.Errorf("a file that is not Go: error %v", err)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
