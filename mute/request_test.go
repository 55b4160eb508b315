package mute

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"trailnotify/rules"
)

var now = time.Date(2026, 3, 2, 10, 0, 0, 500, time.UTC)

func set(t *testing.T) *rules.Set {
	t.Helper()
	s, err := rules.Load(fstest.MapFS{
		"1.yaml": {Data: []byte("name: Grouped\npattern: '{ $.a = 1 }'\nthreshold: 1\nby: actor\n")},
		"2.yaml": {Data: []byte("name: Plain\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
		"3.yaml": {Data: []byte("name: Grave\npattern: '{ $.a = 1 }'\nthreshold: 1\nseverity: critical\n")},
	}, "mine")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRequest_WhatIsValid(t *testing.T) {
	for body, want := range map[string]string{
		`{"rule":"Plain","for":"4h","reason":" drill ","by":"alice"}`:              "Plain until 2026-03-02T14:00:00Z, by alice: drill",
		`{"rule":"Grouped","group":"5f3a09c1","for":"168h","reason":"r","by":"b"}`: "Grouped, group 5f3a09c1 until 2026-03-09T10:00:00Z, by b: r",
		`{"rule":"Grave","critical":true,"for":"1m","reason":"r","by":"b"}`:        "Grave until 2026-03-02T10:01:00Z, by b: r",
		`{"all":true,"for":"1h","reason":"line\nbreak","by":"b"}`:                  "all rules but the critical ones until 2026-03-02T11:00:00Z, by b: line\uFFFDbreak",
		`{"all":true,"critical":true,"for":"1h","reason":"r","by":"b"}`:            "all rules until 2026-03-02T11:00:00Z, by b: r",
		`"Plain 4h"`:                       "Plain until 2026-03-02T14:00:00Z, by chat: asked for in chat",
		`"Grouped/5f3a09c1 30m night job"`: "Grouped, group 5f3a09c1 until 2026-03-02T10:30:00Z, by chat: night job",
	} {
		r, err := ParseRequest([]byte(body))
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		m, err := r.Mute(set(t), "id", now)
		if err != nil || m.Line() != want {
			t.Errorf("%s: %v, error %v, want %s", body, m.Line(), err, want)
			continue
		}
		if again, err := Parse(m.String()); err != nil || again != m {
			t.Errorf("%s: read back %+v, error %v", body, again, err)
		}
	}
}

// Everything that is wrong is said at once.
func TestRequest_WhatIsNot(t *testing.T) {
	for body, want := range map[string][]string{
		`{}`:           {"rule: missing", `for: found "", expected`, "reason: missing", "by: missing"},
		`{"rule":"x"}`: {`rule: found "x", which no rule is called`, "for:", "reason:"},
		`{"rule":"Plian","for":"4h","reason":"r","by":"b"}`:                            {"did you mean Plain?"},
		`{"rule":"Grave","for":"169h","reason":"r","by":"b"}`:                          {"is critical", `found "169h", expected a length of time from 1m to 168h`},
		`{"rule":"Plain","group":"G","for":"59s","reason":"r","by":"b"}`:               {"Plain does not count by groups", `group: found "G", expected the group ID`, `found "59s"`},
		`{"rule":"Plain","all":true,"for":"-4h","reason":"r","by":"b"}`:                {"all: found with a rule", `found "-4h"`},
		`{"all":true,"for":"4h","reason":" ","by":"` + strings.Repeat("x", 201) + `"}`: {"reason: missing", "by: found 201 characters, expected at most 200"},
		`{"rul":"Plain"}`: {`unknown field "rul"`},
		`7`:               {"want an object"},
		`"Plain"`:         {`found "Plain", expected a rule and a time`},
		`"Plain forever"`: {`for: found "forever"`},
		`"Grave 4h"`:      {"is critical"},
		`""`:              {"expected a rule and a time"},
	} {
		r, err := ParseRequest([]byte(body))
		if err == nil {
			_, err = r.Mute(set(t), "id", now)
		}
		if err == nil {
			t.Errorf("%s: taken", body)
			continue
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: want %q in: %v", body, part, err)
			}
		}
	}
}

// A command of chat has at most 100 characters, so that the short form has to
// leave room for the longest name of a rule with a group.
func TestRequest_ShortFormIsShort(t *testing.T) {
	const command = `lambda invoke --function-name Trail-Notify-Detector:control --payload {"mute":"$R/$G 4h"}`
	if len(command) > 100 {
		t.Errorf("%d characters: %s", len(command), command)
	}
}

func TestFind(t *testing.T) {
	grouped := Mute{ID: "1", Rule: "A", Group: "5f3a09c1", Until: now.Add(time.Hour)}
	whole := Mute{ID: "2", Rule: "A", Until: now.Add(2 * time.Hour)}
	all := Mute{ID: "3", Until: now.Add(3 * time.Hour)}
	grave := Mute{ID: "4", Critical: true, Until: now.Add(4 * time.Hour)}
	mutes := []Mute{grave, all, whole, grouped}
	Sort(mutes)
	for _, c := range []struct {
		after       time.Duration
		rule, group string
		critical    bool
		want        string
	}{
		{0, "A", "5f3a09c1", false, "1"},
		{0, "A", "00000000", false, "2"},
		{0, "A", "", false, "2"},
		{0, "B", "5f3a09c1", false, "3"},
		{0, "A", "5f3a09c1", true, "4"},
		{time.Hour, "A", "5f3a09c1", false, "2"},
		{4 * time.Hour, "A", "5f3a09c1", false, ""},
	} {
		if m, _ := Find(mutes, now.Add(c.after), c.rule, c.group, c.critical); m.ID != c.want {
			t.Errorf("%+v: found %q", c, m.ID)
		}
	}
}
