package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
)

// The peak of a process is its own, whatever memory its grandparent has.
func TestRun_MemoryIsTheLinesOwn(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	usage := filepath.Join(t.TempDir(), "usage")
	if text, err := exec.Command("go", "build", "-o", usage, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	measure := func(line string) (took cost) {
		out, err := exec.Command(usage, line).Output()
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out, &took); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		return took
	}
	const large = 200 << 20
	held := bytes.Repeat([]byte{1}, large)
	if took := measure("true"); took.Memory >= large/4 || took.Memory < 1<<20 || took.Wall <= 0 {
		t.Errorf("true took %+v", took)
	}
	if took := measure("head -c 100000000 /dev/zero | tail -c 90000000 >/dev/null"); took.Memory < 90_000_000 || took.Processor <= 0 {
		t.Errorf("keeping 90 MB took %+v", took)
	}
	if held[large-1] != 1 {
		t.Error("what this test holds has changed")
	}
}

func TestRun_Faults(t *testing.T) {
	var out bytes.Buffer
	for _, args := range [][]string{nil, {"true", "true"}, {"false"}, {"false | true"}} {
		if err := run(args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%q: error %v, output %q", args, err, out.String())
		}
	}
}
