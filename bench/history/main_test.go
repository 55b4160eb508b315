package main

import (
	"bytes"
	"os/exec"
	"strconv"
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
	for _, want := range []string{"S3 tree", "JSON lines, gzip", "trailnotify replay, 1 core"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	for _, line := range strings.Split(out.String(), "\n") {
		// A history of 3 MB takes little memory, whatever generating it took.
		if fields := strings.Fields(line); strings.Contains(line, "replay") {
			if mb, err := strconv.Atoi(fields[len(fields)-3]); err != nil || mb < 5 || mb > 100 {
				t.Errorf("%s: %d MB, %v", line, mb, err)
			}
		}
	}
}
