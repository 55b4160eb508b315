package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// A small history is generated, measured and printed.
func TestRun(t *testing.T) {
	for _, name := range []string{"zcat", "bash", "xargs", "find"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(err)
		}
	}
	var out, progress bytes.Buffer
	if err := run(options{dir: t.TempDir(), size: 3, rounds: 1, repo: "../.."}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{"S3 tree", "JSON lines, gzip", "trailnotify replay, 1 cores"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
