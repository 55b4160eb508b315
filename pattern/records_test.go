package pattern

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trailnotify/pattern/internal/reference"
)

// labels are what an independent implementation of the Security Hub patterns
// says of real records, by its name for each control.
var labels = map[string]string{
	"CloudWatch.1": "root_usage", "CloudWatch.2": "unauthorized", "CloudWatch.3": "nomfa_v14", "CloudWatch.4": "iam_policy",
	"CloudWatch.5": "cloudtrail_cfg", "CloudWatch.6": "console_auth_failure", "CloudWatch.7": "kms_cmk", "CloudWatch.8": "s3_policy",
	"CloudWatch.9": "config_cfg", "CloudWatch.10": "security_group", "CloudWatch.11": "nacl", "CloudWatch.12": "gateway",
	"CloudWatch.13": "route_table", "CloudWatch.14": "vpc",
}

// controlPatterns returns the patterns of the controls, and the label of each.
func controlPatterns(t *testing.T) (patterns []*Pattern, names []string) {
	data, err := os.ReadFile(observed + "security-hub.json")
	if os.IsNotExist(err) {
		t.Skip("security-hub.json is not there")
	}
	var controls []struct{ Control, Pattern string }
	if err := json.Unmarshal(data, &controls); err != nil {
		t.Fatal(err)
	}
	for _, c := range controls {
		if name := labels[c.Control]; name != "" {
			patterns, names = append(patterns, MustCompile(c.Pattern)), append(names, name)
		}
	}
	return patterns, names
}

func TestSet_RealRecords(t *testing.T) {
	files, _ := filepath.Glob("../../shared/cloudtrail/derived/*.jsonl")
	if len(files) == 0 {
		t.Skip("the real records are not there")
	}
	patterns, names := controlPatterns(t)
	set := NewSet(patterns...)
	matches := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".cis.jsonl") || strings.HasSuffix(file, ".expect.jsonl") {
			continue
		}
		want := readLabels(t, strings.TrimSuffix(file, ".jsonl")+".cis.jsonl")
		for i, record := range bytes.Split(readFile(t, file), []byte("\n")) {
			var got []string
			for _, n := range set.Match(record, nil) {
				got = append(got, names[n])
				matches++
			}
			for _, name := range names {
				if a, b := slices.Contains(got, name), slices.Contains(want[i+1], name); a != b {
					t.Errorf("%s:%d: %s: match %v, the label says %v", file, i+1, name, a, b)
				}
			}
			if i%25 > 0 {
				continue // the reference is slow
			}
			for n, p := range patterns {
				if a, b := reference.Match(p.parsed, record), slices.Contains(got, names[n]); a != b {
					t.Errorf("%s:%d: %s: match %v, the reference says %v", file, i+1, names[n], b, a)
				}
			}
		}
	}
	if matches == 0 {
		t.Error("nothing matches")
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(data, []byte("\n"))
}

// readLabels returns the labels of the records of a file, by line from 1.
func readLabels(t *testing.T, name string) map[int][]string {
	byLine := map[int][]string{}
	for _, line := range bytes.Split(readFile(t, name), []byte("\n")) {
		var l struct {
			Line int
			CIS  []string
		}
		if len(line) == 0 {
			continue
		}
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		byLine[l.Line] = l.CIS
	}
	return byLine
}
