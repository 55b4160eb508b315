package alert

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert/insights"
	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/window"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

// home is a deployment as people have it.
var home = Deployment{
	Name: "trailnotify", Table: "trailnotify", Region: "ap-northeast-1", LogGroup: "aws-cloudtrail-logs-111122223333",
	Accounts: map[string]string{"111122223333": "prod"},
}

// builtinRules are the rules of every built-in set with records that match
// them.
func builtinRules(t testing.TB) map[string][]*rules.Rule {
	t.Helper()
	sets := map[string][]*rules.Rule{}
	for _, name := range rules.Names() {
		set, err := rules.Load(os.DirFS(filepath.Join("..", "rules", name)), name)
		if err != nil {
			t.Fatal(err)
		}
		if set, err = set.Override(nil, []string{"ap-northeast-1"}); err != nil {
			t.Fatal(err)
		}
		sets[name] = set.Rules()
	}
	return sets
}

// exampleCrossing is the crossing of the records in a rule's file.
func exampleCrossing(t testing.TB, r *rules.Rule) window.Crossing {
	t.Helper()
	examples, err := r.Examples()
	if err != nil {
		t.Fatal(err)
	}
	c := window.Crossing{
		Rule:     &window.Rule{Name: r.Name, Threshold: r.Threshold, Period: r.Period},
		Excepted: map[string]window.Tally{},
	}
	if len(r.By) > 0 {
		c.Group = window.Group{Kind: window.GroupValue, Value: largestGroup(r, examples)}
	}
	for i, e := range examples {
		record := cloudtrail.Record{JSON: e.Record}
		if e.Exception != "" {
			c.Excepted[e.Exception] = window.Tally{N: c.Excepted[e.Exception].N + 1}
		}
		if !e.Match || c.Group.Kind == window.GroupValue && groupOf(r, record) != c.Group.Value {
			continue
		}
		s := summary.Read(record)
		if s.EventID == "" {
			s.EventID = fmt.Sprintf("0d1f3a52-8c2e-4a54-9d57-%012d", i)
		}
		if s.Account == "" {
			s.Account = "111122223333"
		}
		c.Summaries = append(c.Summaries, s.Encode())
		if at, ok := record.Time(); ok {
			if c.First.IsZero() || at.Before(c.First) {
				c.First = at
			}
			if at.After(c.Last) {
				c.Last = at
			}
		}
	}
	c.Count = max(len(c.Summaries), r.Threshold)
	c.Start = c.First.Truncate(r.Period)
	c.End = c.Last.Truncate(r.Period).Add(r.Period)
	return c
}

// largestGroup is the group that most of the records that must match are in.
func largestGroup(r *rules.Rule, examples []rules.Example) (largest string) {
	count := map[string]int{}
	for _, e := range examples {
		if e.Match {
			value := groupOf(r, cloudtrail.Record{JSON: e.Record})
			if count[value]++; count[value] > count[largest] {
				largest = value
			}
		}
	}
	return largest
}

func groupOf(r *rules.Rule, record cloudtrail.Record) string {
	value, _ := r.By.Group(group.Of(record))
	return value
}

// Every built-in rule in every format, as people and programs get it. What
// differs from the files is a change of a message: look at it, then write the
// files anew with -update.
func TestGolden(t *testing.T) {
	s := readSchema(t)
	for set, list := range builtinRules(t) {
		for _, r := range list {
			t.Run(set+"/"+r.Name, func(t *testing.T) {
				c := exampleCrossing(t, r)
				if len(c.Summaries) == 0 {
					t.Fatal("no record of the rule's file matches")
				}
				a := New(r, c, home)
				s.Valid(t, a.JSON())
				var got bytes.Buffer
				write := func(name string, text []byte) { fmt.Fprintf(&got, "-- %s --\n%s\n", name, bytes.TrimSpace(text)) }
				write("text", []byte(a.Text(Reader{})))
				write("query", []byte(insights.Search{Rule: r, Group: c.Group, From: a.Window.Start, To: a.Window.End}.Query()))
				if set == "default" { // the messages of the other set differ in nothing more
					writeFormats(t, a, write)
				}
				compare(t, filepath.Join("testdata", "golden", set, r.Setting+".txt"), got.Bytes())
			})
		}
	}
}

func writeFormats(t *testing.T, a Alert, write func(string, []byte)) {
	japanese := Reader{Japanese, time.FixedZone("JST", 9*60*60)}
	write("text in Japanese", []byte(a.Text(japanese)))
	write("json", indented(t, a.JSON()))
	write("chat", indented(t, a.Chat(Reader{}).JSON()))
	write("chat in Japanese", []byte(a.Chat(japanese).Content.Title+"\n"+a.Chat(japanese).Content.Description))
	var alarm map[string]any
	if err := json.Unmarshal(a.Alarm("arn:aws:sns:ap-northeast-1:111122223333:alerts"), &alarm); err != nil {
		t.Fatal(err)
	}
	alarm["trailnotify"] = "as above"
	text, _ := marshal(alarm)
	write("cloudwatch-alarm", indented(t, text))
}

func indented(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: write it with -update", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// No file is left of a rule that is gone.
func TestGolden_NoStrangers(t *testing.T) {
	known := map[string]bool{}
	for set, list := range builtinRules(t) {
		for _, r := range list {
			known[filepath.Join("testdata", "golden", set, r.Setting+".txt")] = true
		}
	}
	files, err := filepath.Glob("testdata/golden/*/*")
	if err != nil || len(files) != len(known) {
		t.Errorf("%d files of %d rules, error %v", len(files), len(known), err)
	}
	for _, f := range files {
		if !known[f] {
			t.Errorf("%s belongs to no rule", f)
		}
	}
}
