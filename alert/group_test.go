package alert

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"trailnotify/rules"
	"trailnotify/window"
)

// grouped is an alert of a rule with several parts about one group.
func grouped(t *testing.T, by, value string) Alert {
	t.Helper()
	r, c := *rule, burst()
	var err error
	if r.By, err = rules.ParseBy(by); err != nil {
		t.Fatal(err)
	}
	c.Group = window.Group{Kind: window.GroupValue, Value: value}
	return New(&r, c, Deployment{})
}

func TestAlert_NamesTheParts(t *testing.T) {
	a := grouped(t, "[actor, $.a, outcome]", "arn:aws:iam::111122223333:role/ci\x1f\x1e\x1fdenied")
	if want := "actor=arn:aws:iam::111122223333:role/ci, $.a missing, outcome=denied"; a.Group != want {
		t.Errorf("the group is %q, want %q", a.Group, want)
	}
	want := []Part{{Name: "actor", Value: "arn:aws:iam::111122223333:role/ci"}, {Name: "$.a", Missing: true}, {Name: "outcome", Value: "denied"}}
	if diff := cmp.Diff(want, a.GroupParts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if text := a.Text(Reader{}); !strings.Contains(text, "\nGroup: actor role/ci, $.a (no value)\n") {
		t.Errorf("no parts in\n%s", text)
	}
	if text := a.Text(Reader{Language: Japanese}); !strings.Contains(text, "\nグループ: actor role/ci、$.a (値なし)\n") {
		t.Errorf("no parts in\n%s", text)
	}
	var machine struct {
		Parts []Part `json:"group_parts"`
	}
	if err := json.Unmarshal(a.JSON(), &machine); err != nil || fmt.Sprint(machine.Parts) != fmt.Sprint(want) {
		t.Errorf("the JSON form has %v, error %v", machine.Parts, err)
	}
}

// What the message says by itself is not said again as the group.
func TestAlert_SaysTheActorOnce(t *testing.T) {
	a := grouped(t, "[actor, outcome, $.a]", "arn:aws:iam::111122223333:user/ci\x1fdenied\x1fx")
	a.Actors = []string{"arn:aws:iam::111122223333:user/ci"}
	if text := a.Text(Reader{}); !strings.Contains(text, "\nGroup: $.a x\n") || strings.Count(text, "user/ci") != 1 {
		t.Errorf("the actor is said twice or never in\n%s", text)
	}
	a.Outcomes = append(a.Outcomes, Counted{Name: "failed", Count: 1}) // of a group that holds both, or a sample that lies
	if text := a.Text(Reader{}); !strings.Contains(text, "\nGroup: outcome denied, $.a x\n") {
		t.Errorf("the group is not said in\n%s", text)
	}
}

// Whatever a record has in it, a group stays on its line and in its limits, and
// names keep their ends.
func TestAlert_HostileGroups(t *testing.T) {
	long := strings.Repeat("日本", 400) + "/alice"
	for _, value := range []string{"a\nb\x1fdenied", long + "\x1fdenied", "<!channel>\u202e\x1fdenied", "\xff\xfe\x1fdenied", strings.Repeat("%1F", 300) + "\x1fdenied", ""} {
		a := grouped(t, "[$.a, outcome]", value)
		if len(a.Group) > maxGroup || !utf8.ValidString(a.Group) || strings.ContainsAny(a.Group, "\n\x1f\x1e\u202e") {
			t.Errorf("%.40q: the group is %q", value, a.Group)
		}
		if value == "" {
			continue
		}
		if len(a.GroupParts) != 2 || a.GroupParts[1] != (Part{Name: "outcome", Value: "denied"}) || !strings.HasSuffix(a.Group, ", outcome=denied") {
			t.Errorf("%.40q: the parts are %.200v, the group %.600q", value, a.GroupParts, a.Group)
		}
	}
	all := grouped(t, "[actor, call, outcome, account, region, address, network, $.requestParameters]", strings.Repeat(long+"\x1f", 7)+long)
	if len(all.GroupParts) != 8 || len(all.Group) > maxGroup {
		t.Errorf("%d parts of a group with 8, %d bytes", len(all.GroupParts), len(all.Group))
	}
	if a := grouped(t, "[$.a, outcome]", long+"\x1fdenied"); !strings.Contains(a.Group, "…") || !strings.Contains(a.Group, "/alice, ") {
		t.Errorf("the end of a long name is lost: %q", a.Group)
	}
}

func TestStormNames_OfSeveralParts(t *testing.T) {
	by, err := rules.ParseBy("[actor, outcome]")
	if err != nil {
		t.Fatal(err)
	}
	got := stormNames(by, []string{"arn:aws:iam::1:user/a\x1fdenied", "\x1e\x1ffailed", "", "arn:aws:iam::1:user/b\x1fden", "a%1"})
	want := []string{"arn:aws:iam::1:user/a, denied", "missing, failed", missing, "arn:aws:iam::1:user/b, den", "a%1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
