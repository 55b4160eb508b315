package main

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"trailnotify/cmd/trailnotify/internal/cli"
)

// update writes the pages anew: go test ./cmd/trailnotify -run Manual -update.
var update = flag.Bool("update", false, "write docs/cli and docs/man anew")

// The pages of the manual are what cobra makes of the commands, for the web and
// for man.
func TestManual_IsThatOfTheCommands(t *testing.T) {
	for dir, want := range map[string]map[string][]byte{
		"../../docs/cli": generated(t, doc.GenMarkdownTree),
		"../../docs/man": generated(t, manPages),
	} {
		if *update {
			write(t, dir, want)
		}
		got := pages(t, dir)
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if !bytes.Equal(got[name], want[name]) {
				t.Errorf("%s/%s is not what the command says: run go test ./cmd/trailnotify -run Manual -update", dir, name)
			}
			delete(got, name)
		}
		for name := range got {
			t.Errorf("%s/%s is about no command", dir, name)
		}
	}
}

// generated is what a generator writes about every command.
func generated(t *testing.T, generate func(cmd *cobra.Command, dir string) error) map[string][]byte {
	t.Helper()
	root := newRoot(cli.Process{Version: "1.2.3"})
	root.DisableAutoGenTag = true // no date
	root.InitDefaultCompletionCmd()
	dir := t.TempDir()
	if err := generate(root, dir); err != nil {
		t.Fatal(err)
	}
	return pages(t, dir)
}

// manPages writes man pages without a date, which would change every month.
func manPages(root *cobra.Command, dir string) error {
	header := doc.GenManHeader{Section: "1", Source: "trailnotify", Manual: "trailnotify", Date: &time.Time{}}
	return doc.GenManTree(root, &header, dir)
}

func pages(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[file.Name()] = bytes.ReplaceAll(text, []byte(`"Jan 0001"`), []byte(`""`))
	}
	return all
}

func write(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Every command says what it is for, how it is used, and what its exit codes
// mean; every flag says what it does.
func TestCommands_SayWhatTheyDo(t *testing.T) {
	root := newRoot(cli.Process{Version: "1.2.3"})
	for _, cmd := range root.Commands() {
		if cmd.Short == "" || !strings.Contains(cmd.Long, "Exit codes: 0") {
			t.Errorf("%s: no short description, or no exit codes", cmd.Name())
		}
		if cmd.HasAvailableLocalFlags() && cmd.Example == "" {
			t.Errorf("%s: no example", cmd.Name())
		}
		for line := range strings.Lines(cmd.Long) {
			if len([]rune(strings.TrimRight(line, "\n"))) > 80 {
				t.Errorf("%s: a line of %d characters: %s", cmd.Name(), len(line), line)
			}
		}
	}
}
