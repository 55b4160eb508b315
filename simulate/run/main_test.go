package main

import (
	"io"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	tests := map[string]struct {
		args   string
		broken bool
		want   []string // in what is written
		err    string
	}{
		"table":            {"-n 30 -faults 0,10", false, []string{"| faults per request | schedules |", "| 0 % | 30 |", "| 10 % | 30 |"}, ""},
		"replay":           {"-seed 7 -faults 15 -replay", false, []string{"seed 7, faults 15 %", "invoked", "add ", "acknowledged batch"}, ""},
		"wrong promise":    {"-only nothing", false, nil, "unknown promise"},
		"wrong rate":       {"-faults 0,101", false, nil, "want percentages"},
		"rate that is NaN": {"-faults NaN", false, nil, "want percentages"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			broken, err := run(strings.Fields(test.args), &out, io.Discard)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want one with %q", err, test.err)
				}
				return
			}
			if err != nil || broken != test.broken {
				t.Errorf("broken %v, error %v", broken, err)
			}
			for _, w := range test.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("no %q in:\n%s", w, &out)
				}
			}
		})
	}
}
