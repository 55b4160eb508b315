package main

import (
	"context"
	"io"
	"strings"
	"testing"
)

func TestVariants_Fit(t *testing.T) {
	root, err := moduleRoot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, v := range every() {
		if _, err := apply(root, v.edits); err != nil {
			t.Errorf("%s: %v", v.name, err)
		}
		if seen[v.name+v.rate] {
			t.Errorf("%s is there twice", v.name)
		}
		seen[v.name+v.rate] = true
	}
}

func TestApply_EveryEditOnce(t *testing.T) {
	root, err := moduleRoot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]edit{
		"not there":   {"window/set/due.go", "no such piece", ""},
		"there twice": {"window/set/due.go", "}", ""},
		"no file":     {"window/nothing.go", "", ""},
	} {
		if _, err := apply(root, []edit{e}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the simulator twice")
	}
	var out strings.Builder
	ok, err := run(context.Background(), []string{"-n", "200", "-run", "while another holds"}, &out, io.Discard)
	if err != nil || !ok || !strings.Contains(out.String(), "| acknowledge while another holds the lease | acknowledged early | 0 % |") {
		t.Errorf("ok %v, error %v:\n%s", ok, err, &out)
	}
	out.Reset()
	ok, err = run(context.Background(), []string{"-n", "1", "-run", "distinct: last time only"}, &out, io.Discard)
	if err != nil || ok || !strings.Contains(out.String(), "**escaped**") {
		t.Errorf("one schedule is not enough for this variant, but ok %v, error %v:\n%s", ok, err, &out)
	}
}
