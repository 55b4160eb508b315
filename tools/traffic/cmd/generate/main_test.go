package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func generate(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, log bytes.Buffer
	err = run(args, &out, &log, nil)
	return out.String(), log.String(), err
}

func TestRun_LinesToStandardOutput(t *testing.T) {
	out, log, err := generate(t, "-records", "500", "-duplicates", "0.1")
	if err != nil {
		t.Fatal(err)
	}
	different := map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(out), "\n") {
		if !json.Valid([]byte(line)) {
			t.Fatalf("no JSON: %s", line)
		}
		different[line] = true
	}
	if len(different) != 500 || strings.Count(out, "\n") <= 500 {
		t.Errorf("%d different records in %d lines", len(different), strings.Count(out, "\n"))
	}
	if !strings.Contains(log, "500 records, delivered ") {
		t.Errorf("summary %q", log)
	}
}

func TestRun_DirectoryOfDeliveryFiles(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := generate(t, "-size", "2MB", "-out", dir, "-expected", filepath.Join(dir, "expected.json")); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "AWSLogs/*/CloudTrail/*/2026/11/17/*.json.gz"))
	if err != nil || len(found) < 100 {
		t.Errorf("%d delivery files, error %v", len(found), err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil || !strings.Contains(string(text), `"rule": "CloudTrailChanges"`) {
		t.Errorf("expectation %s, error %v", text, err)
	}
}

func TestRun_Formats(t *testing.T) {
	for name, args := range map[string][]string{
		"payloads":     {"-format", "payload"},
		"zipped lines": {"-gzip"},
	} {
		t.Run(name, func(t *testing.T) {
			out, _, err := generate(t, append(args, "-records", "200")...)
			if err != nil {
				t.Fatal(err)
			}
			if want := map[string]string{"payloads": `{"awslogs":{"data":"H4sI`, "zipped lines": "\x1f\x8b"}[name]; !strings.HasPrefix(out, want) {
				t.Errorf("output begins with %.30q", out)
			}
		})
	}
}

func TestRun_SaysWhatIsWrong(t *testing.T) {
	for want, args := range map[string][]string{
		"-format s3 writes many files":       {"-format", "s3"},
		`-format "csv" is not`:               {"-format", "csv"},
		`-from "yesterday" is not a date`:    {"-from", "yesterday"},
		`size "huge" is not`:                 {"-size", "huge"},
		"records: 5 is less than":            {"-records", "5"},
		"duplicates: 1":                      {"-duplicates", "1"},
		`unexpected argument "more"`:         {"more"},
		"-every must be at least a minute":   {"-every", "1s"},
		"flag provided but not defined: -no": {"-no"},
	} {
		if _, _, err := generate(t, args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v, want %q", args, err, want)
		}
	}
	if _, help, err := generate(t, "-help"); !errors.Is(err, flag.ErrHelp) || !strings.Contains(help, "-duplicates") {
		t.Errorf("help: error %v", err)
	}
}

func TestRun_Interrupted(t *testing.T) {
	stop := make(chan os.Signal, 1)
	stop <- os.Interrupt
	if err := run([]string{"-records", "200"}, io.Discard, io.Discard, stop); err == nil || !strings.Contains(err.Error(), "not complete") {
		t.Errorf("error %v", err)
	}
}
