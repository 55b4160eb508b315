package window_test

import (
	"strings"
	"testing"
	"time"

	"trailnotify/window"
	"trailnotify/window/memory"
)

func TestRule_Validate(t *testing.T) {
	good := window.Rule{Name: "R", Threshold: 1, Period: time.Minute}
	for _, c := range []struct {
		name   string
		change func(*window.Rule)
		faults []string
	}{
		{"smallest", func(*window.Rule) {}, nil},
		{"largest", func(r *window.Rule) {
			*r = window.Rule{
				Name: strings.Repeat("R", 255), Threshold: 5000, Period: 24 * time.Hour, Quiet: 7 * 24 * time.Hour,
				By: []string{"$.a"}, Ceiling: 5000, Storm: 1000,
			}
		}, nil},
		{"largest distinct", func(r *window.Rule) { r.Distinct, r.Threshold = "$.a", 2000 }, nil},
		{"quiet time that is not a multiple of the period", func(r *window.Rule) { r.Quiet = 90 * time.Second }, nil},
		{"no name", func(r *window.Rule) { r.Name = "" }, []string{"name"}},
		{"name with #", func(r *window.Rule) { r.Name = "a#b" }, []string{"name"}},
		{"name too long", func(r *window.Rule) { r.Name = strings.Repeat("R", 256) }, []string{"name"}},
		{"threshold 0", func(r *window.Rule) { r.Threshold = 0 }, []string{"threshold 0"}},
		{"threshold too high", func(r *window.Rule) { r.Threshold = 5001 }, []string{"threshold 5001"}},
		{"distinct threshold too high", func(r *window.Rule) { r.Distinct, r.Threshold = "$.a", 2001 }, []string{"threshold 2001"}},
		{"period 0", func(r *window.Rule) { r.Period = 0 }, []string{"period"}},
		{"period of half minutes", func(r *window.Rule) { r.Period = 90 * time.Second }, []string{"period 1m30s"}},
		{"period too long", func(r *window.Rule) { r.Period = 25 * time.Hour }, []string{"period"}},
		{"quiet below 0", func(r *window.Rule) { r.Quiet = -1 }, []string{"quiet"}},
		{"quiet too long", func(r *window.Rule) { r.Quiet = 169 * time.Hour }, []string{"quiet"}},
		{"ceiling below the threshold", func(r *window.Rule) { r.Threshold, r.Ceiling = 5, 4 }, []string{"ceiling 4"}},
		{"ceiling too high", func(r *window.Rule) { r.Ceiling = 5001 }, []string{"ceiling 5001"}},
		{"storm below 0", func(r *window.Rule) { r.Storm = -1 }, []string{"storm"}},
		{"storm too high", func(r *window.Rule) { r.Storm = 1001 }, []string{"storm"}},
		{"everything", func(r *window.Rule) { *r = window.Rule{Quiet: -1, Storm: -1} }, []string{"name", "threshold", "period", "quiet", "storm"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := good
			c.change(&r)
			err := r.Validate()
			if (err == nil) != (c.faults == nil) {
				t.Fatalf("error %v", err)
			}
			for _, f := range c.faults {
				if !strings.Contains(err.Error(), f) {
					t.Errorf("error %q does not name %q", err, f)
				}
			}
		})
	}
}

func TestCount_InvalidRule(t *testing.T) {
	matches := []window.Match{{Rule: &window.Rule{Name: "R", Threshold: 1}, Time: start}}
	for name, count := range map[string]func() error{
		"Counter": func() error {
			_, err := window.NewCounter(memory.NewTable(), window.Options{}).Count(t.Context(), matches, nil)
			return err
		},
		"Local": func() error {
			_, err := memory.NewCounter(time.Hour).Count(t.Context(), matches, nil)
			return err
		},
	} {
		if err := count(); err == nil || !strings.Contains(err.Error(), "period") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestRule_Key holds the keys still: another one would make every deployed rule
// start afresh.
func TestRule_Key(t *testing.T) {
	r := window.Rule{Name: "DeniedCalls", Threshold: 3, Period: 5 * time.Minute, By: []string{"$.userIdentity.arn"}}
	for _, c := range []struct {
		group window.Group
		want  string
	}{
		{window.Group{}, "DeniedCalls#imtSY9obXan#-"},
		{window.Group{Kind: window.GroupMissing}, "DeniedCalls#imtSY9obXan#!"},
		{window.Group{Kind: window.GroupCeiling}, "DeniedCalls#imtSY9obXan#~"},
		{window.Group{Kind: window.GroupStorm}, "DeniedCalls#imtSY9obXan#*"},
		{window.Group{Kind: window.GroupValue, Value: "!"}, "DeniedCalls#imtSY9obXan#u3IIvJtdfATxI2qCoAk6Xj"},
		{window.Group{Kind: window.GroupValue, Value: ""}, "DeniedCalls#imtSY9obXan#47DEQpj8HBSa-_TImW-5JC"},
	} {
		if have := r.Key(c.group); have != c.want {
			t.Errorf("key of %+v: %s, want %s", c.group, have, c.want)
		}
	}
}

func TestRule_KeyDependsOnWhatIsCounted(t *testing.T) {
	base := window.Rule{Name: "R", Threshold: 3, Period: 5 * time.Minute, By: []string{"$.a", "$.b"}}
	seen := map[string]string{base.Key(window.Group{}): "the rule"}
	for name, change := range map[string]func(*window.Rule){
		"name":           func(r *window.Rule) { r.Name = "S" },
		"period":         func(r *window.Rule) { r.Period = time.Minute },
		"by":             func(r *window.Rule) { r.By = []string{"$.a"} },
		"order of by":    func(r *window.Rule) { r.By = []string{"$.b", "$.a"} },
		"joined by":      func(r *window.Rule) { r.By = []string{"$.a$.b"} },
		"distinct":       func(r *window.Rule) { r.Distinct = "$.a" },
		"by as distinct": func(r *window.Rule) { r.By, r.Distinct = []string{"$.a"}, "$.b" },
	} {
		r := base
		change(&r)
		key := r.Key(window.Group{})
		if other, ok := seen[key]; ok {
			t.Errorf("%s: the same key as %s", name, other)
		}
		seen[key] = name
	}
	same := base
	same.Threshold, same.Quiet, same.Ceiling, same.Storm = 5, time.Hour, 50, 3
	if same.Key(window.Group{}) != base.Key(window.Group{}) {
		t.Error("threshold, quiet, ceiling and storm must not change the key")
	}
}
