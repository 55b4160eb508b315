package rules

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trailnotify/internal/fault"
)

// directory writes rule files into a directory of their own.
func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpen(t *testing.T) {
	dir := directory(t, map[string]string{"own.yaml": "name: OwnRule\npattern: '{ $.a = b }'\nthreshold: 1\n"})
	for name, test := range map[string]struct {
		set, dir     string
		own, builtin bool
	}{
		"a built-in set":  {"security-hub", "", false, true},
		"a directory too": {"security-hub", dir, true, true},
		"a directory":     {None, dir, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := Open(test.set, test.dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := set.Lookup("OwnRule"); ok != test.own {
				t.Errorf("the rule of the directory: %v, want %v", ok, test.own)
			}
			if _, ok := set.Lookup("RootUsage"); ok != test.builtin {
				t.Errorf("the built-in rule: %v, want %v", ok, test.builtin)
			}
		})
	}
}

func TestOpen_ReportsAllFaults(t *testing.T) {
	wrong := directory(t, map[string]string{"a.yaml": "name: A\npattern: '{ $.a = b }'\ntreshold: 1\n"})
	for name, test := range map[string]struct {
		set, dir string
		want     []string
	}{
		"no rule at all":     {None, "", []string{`rule set: found "none" and no directory of rule files (RULES_DIR, --rules), which leaves no rule; give one, or choose default or security-hub`}},
		"a misspelt set":     {"defualt", "", []string{`did you mean default?`}},
		"wrong files":        {None, wrong, []string{"did you mean threshold?"}},
		"both":               {"defualt", wrong, []string{"did you mean default?", "did you mean threshold?"}},
		"no such directory":  {"default", filepath.Join(wrong, "x"), []string{"x: reading: no such file or directory"}},
		"a file for a place": {"default", filepath.Join(wrong, "a.yaml"), []string{"a.yaml: reading: not a directory"}},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := Open(test.set, test.dir)
			var faults fault.Faults
			if set != nil || !errors.As(err, &faults) {
				t.Fatalf("set %v, error %v, want fault.Faults", set, err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in %v", want, err)
				}
			}
		})
	}
}
