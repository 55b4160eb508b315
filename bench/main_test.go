package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"trailnotify/bench/measure"
	"trailnotify/bench/peer"
	"trailnotify/bench/ruleset"
)

// A run that is too short to say anything prints every table all the same.
func TestRun_PrintsAllTables(t *testing.T) {
	var out, progress bytes.Buffer
	o := options{
		plan: measure.Plan{Rounds: 1}, records: 150,
		real: filepath.Join(t.TempDir(), "none"), fetched: t.TempDir(),
	}
	if err := run(o, &out, &progress); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{
		"### Stages, generated records, payloads of 500\n",
		"### Whole pipeline, from the event's bytes to the matching rules, generated records\n",
		"### Engines, the record in hand, generated records\n",
		"### Odd records, whole pipeline, 15 rules, payloads of 500\n",
		"### Targets\n",
		"| REF: compress/gzip | ",
		"| match stage, records in their payload, 1,000 rules | ",
		"| 500, 1,000 | ",
		"| " + peer.EventRuler + " | missing: not fetched: it needs Maven and a JDK | – |",
		"| event-ruler, record in hand, 1,000 rules, × trailnotify | ≥ 15.0 | not measured |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, wrong := range []string{"NaN", "Inf", "| 0.00 | 0.00 |"} {
		if strings.Contains(text, wrong) {
			t.Errorf("%q in the tables", wrong)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
	if !strings.Contains(progress.String(), "no real records in ") {
		t.Error("nobody is told that the real records are missing")
	}
}

// A wrong engine ends the run.
func TestEngines_AreHeldAgainstTheProduct(t *testing.T) {
	sound := peer.Engines
	defer func() { peer.Engines = sound }()
	peer.Engines = append([]peer.Engine{{Name: "wrong", New: silent}}, sound...)
	b := &bench{options: options{records: 150, real: filepath.Join(t.TempDir(), "none")}, out: io.Discard, progress: io.Discard}
	corpora, err := b.corpora()
	if err != nil {
		t.Fatal(err)
	}
	err = b.engines(corpora[0], &reached{})
	if err == nil || !strings.Contains(err.Error(), "wrong says that rule ") {
		t.Errorf("error %v", err)
	}
}

// silent is an engine that finds nothing.
func silent([]ruleset.Rule) (peer.Match, error) {
	return func(_ []byte, dst []int) []int { return dst }, nil
}

func TestJudge(t *testing.T) {
	most, least := target{bound: 1.15}, target{bound: 11, least: true}
	for _, c := range []struct {
		target target
		got    float64
		want   string
	}{
		{most, 1.15, "1.15"},
		{most, 1.2, "1.20, missed"},
		{most, 0, "0.00"},
		{least, 11, "11.0"},
		{least, 10.9, "10.9, missed"},
		{least, 0, "not measured"},
	} {
		if got := c.target.judge(c.got); got != c.want {
			t.Errorf("%v against %s: %q, want %q", c.got, c.target.says(), got, c.want)
		}
	}
}
