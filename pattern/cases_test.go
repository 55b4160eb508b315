package pattern

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"trailnotify/pattern/syntax"
)

// observed is where the recorded behaviour of the service lies beside the
// repository; it is not part of it.
const observed = "../../shared/patterns/"

func readLines(t *testing.T, name string, each func(line []byte)) {
	t.Helper()
	f, err := os.Open(observed + name)
	if os.IsNotExist(err) {
		t.Skipf("%s is not there", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); n++ {
		each(s.Bytes())
	}
	if n == 0 {
		t.Fatalf("%s holds nothing", name)
	}
}

func TestMatch_ObservedCases(t *testing.T) {
	readLines(t, "cases.jsonl", func(line []byte) {
		var c struct {
			ID, Pattern, Message string
			Match                bool
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		p, err := Compile(c.Pattern)
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			return
		}
		if got := p.Match([]byte(c.Message)); got != c.Match {
			t.Errorf("%s: %s on %q: match %v, the service says %v", c.ID, c.Pattern, c.Message, got, c.Match)
		}
	})
}

// The words of the service are given exactly, and only where they are on
// record.
func TestCompile_ObservedRefusals(t *testing.T) {
	readLines(t, "rejected.jsonl", func(line []byte) {
		var c struct{ ID, Pattern, Error string }
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		_, err := Compile(c.Pattern)
		var wrong *syntax.Error
		switch {
		case !errors.As(err, &wrong):
			t.Errorf("%s: %s: %v, want a fault of the pattern", c.ID, c.Pattern, err)
		case c.Error == "invalid" && wrong.Reason != "":
			t.Errorf("%s: %s: %q is on no record", c.ID, c.Pattern, wrong.Reason)
		case c.Error != "invalid" && !strings.HasPrefix(wrong.Reason, c.Error):
			t.Errorf("%s: the words are %q, the service says %q", c.ID, wrong.Reason, c.Error)
		}
	})
}

// What others deployed compiles, unless the service is known to refuse it.
func TestCompile_DeployedByOthers(t *testing.T) {
	readLines(t, "wild.jsonl", func(line []byte) {
		var c struct{ Pattern, Service string }
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		_, err := Compile(c.Pattern)
		switch {
		case c.Service == "refused" && err == nil:
			t.Errorf("%s is accepted, and the service refuses it", c.Pattern)
		case c.Service != "refused" && c.Service != "unknown" && err != nil:
			t.Error(err)
		}
	})
}

func TestCompile_BenchmarkPatterns(t *testing.T) {
	data, err := os.ReadFile(observed + "security-hub.json")
	if os.IsNotExist(err) {
		t.Skip("security-hub.json is not there")
	}
	var controls []map[string]any
	if err := json.Unmarshal(data, &controls); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, control := range controls {
		for key, value := range control {
			for _, src := range patternsIn(key, value) {
				n++
				_, err := Compile(src)
				// v4.0 and later print one text without its quotes: not valid
				// as it stands.
				unquoted := strings.Contains(src, "= Failed authentication")
				if (err != nil) != unquoted {
					t.Errorf("%v %s: %v", control["control"], key, err)
				}
			}
		}
	}
	if n < 15 {
		t.Errorf("found %d patterns", n)
	}
}

func patternsIn(key string, value any) []string {
	if !strings.HasPrefix(key, "pattern") {
		return nil
	}
	var texts []string
	switch v := value.(type) {
	case string:
		texts = append(texts, v)
	case []any:
		for _, text := range v {
			texts = append(texts, text.(string))
		}
	}
	return texts
}
