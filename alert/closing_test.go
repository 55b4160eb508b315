package alert

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert/summary"
	"trailnotify/window"
)

// calm is what came in the quiet time after burst.
func calm() window.Closing {
	s := summary.Summary{
		EventID: "0d1f3a52-0009", Time: start.Add(40 * time.Minute), API: "iam:AttachUserPolicy", Resource: "userName=eve",
		Actor: "arn:aws:iam::111122223333:user/ci", Source: "198.51.100.7", Account: "111122223333", Region: "us-east-1",
	}
	return window.Closing{
		Rule: counted, Start: start, End: start.Add(time.Hour), Told: 4, Total: 13,
		First: start.Add(time.Minute), Last: start.Add(40 * time.Minute), Summaries: append(burst().Summaries, s.Encode()),
	}
}

func of(group string) window.Group { return window.Group{Kind: window.GroupValue, Value: group} }

func TestClosing_Text(t *testing.T) {
	a := NewClosing(rule, []window.Closing{calm()}, home)
	want := `[medium] 9 more matches after the alert (13 in all): ci +1 called iam:AttachUserPolicy on eve, +2 kinds · prod (111122223333) · N. Virginia +1

Who: user/ci, role/web/i-1
From: 198.51.100.7, 203.0.113.9
What: iam:AttachUserPolicy ×1+, iam:ListUsers (denied) ×3+, s3:ListBuckets (denied) ×1+
Outcome: succeeded ×1+, denied: no identity-based policy allows it ×3, denied: explicit deny in a service control policy
Where: prod (111122223333), N. Virginia (us-east-1), Tokyo (ap-northeast-1)
When: 2026-03-02 09:56:00 to 10:35:00 UTC

Rule: UnauthorizedAPICalls (Unauthorized API calls), 9 more matches after the alert (13 in all)
Calls: iam:ListUsers ×3+, iam:AttachUserPolicy ×1+, s3:ListBuckets ×1+
Resources: bucketName=logs, userName=eve
Access key: AKIAIOSFODNN7EXAMPLE
How: API ×2, through cloudformation.amazonaws.com, console, aws-cli ×3, terraform, without MFA ×3
Sample: based on 5 of 13 matches
Closes alert: ` + New(rule, burst(), home).ID + `
Events: 0d1f3a52-0001, 0d1f3a52-0002, 0d1f3a52-0003, 0d1f3a52-0004, 0d1f3a52-0009
Reference: CloudWatch.2
`
	got, _, _ := strings.Cut(a.Text(Reader{}), "\nFirst event")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestClosing_Titles(t *testing.T) {
	japanese := Reader{Japanese, tokyo}
	storm := calm()
	storm.Group, storm.Told, storm.Total, storm.Names = window.Group{Kind: window.GroupStorm}, 21, 31, []string{"a", "b"}
	for _, test := range []struct {
		name, english, japanese string
		closings                []window.Closing
		change                  func(*window.Closing)
	}{
		{"nothing more", "quiet time over, nothing more", "抑止期間が終了、その後の該当なし", nil, func(c *window.Closing) { c.Total = c.Told }},
		{"one", "1 more match after the alert (5 in all)", "アラート後にさらに1件 (計5件)", nil, func(c *window.Closing) { c.Total = 5 }},
		{"full", "at least 996 more matches after the alert (at least 1000 in all)", "アラート後にさらに少なくとも996件 (計少なくとも1000件)", nil, func(c *window.Closing) { c.Total, c.AtLeast = 1000, true }},
		{"full, nothing seen", "at least 0 more matches after the alert (at least 4 in all)", "アラート後にさらに少なくとも0件 (計少なくとも4件)", nil, func(c *window.Closing) { c.Total, c.AtLeast = 4, true }},
		{"storm", "10 more groups after the alert (31 in all)", "アラート後にさらに10グループ (計31グループ)", []window.Closing{storm}, nil},
		{"several", "18 more matches after 2 alerts", "2件のアラート後にさらに18件", []window.Closing{calm(), ofGroup("b")}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := calm()
			if test.change != nil {
				test.change(&c)
				test.closings = []window.Closing{c}
			}
			a := NewClosing(rule, test.closings, home)
			for got, want := range map[string]string{
				a.Title:           test.english + ": " + saidOf(test.name),
				a.title(japanese): "[重要度: 中] " + test.japanese + ": " + strings.NewReplacer("ci +1 called iam:AttachUserPolicy on eve", "ci +1 が eve に対して iam:AttachUserPolicy を呼び出し", "called iam:AttachUserPolicy on eve", "eve に対して iam:AttachUserPolicy を呼び出し", ", +2 kinds", "、ほか2種類", "N. Virginia", "バージニア北部").Replace(saidOf(test.name)),
			} {
				if got != want {
					t.Errorf("title %q, want %q", got, want)
				}
			}
			readSchema(t).Valid(t, a.JSON())
		})
	}
}

// saidOf is what is said of the sample of a closing, behind the number.
func saidOf(name string) string {
	const kinds = ", +2 kinds · prod (111122223333) · N. Virginia +1"
	switch name {
	case "storm": // of many groups
		return "called iam:AttachUserPolicy on eve" + kinds
	case "several":
		return "ci +1 called iam:AttachUserPolicy on eve ×2+" + kinds
	default:
		return "ci +1 called iam:AttachUserPolicy on eve" + kinds
	}
}

func ofGroup(value string) window.Closing {
	c := calm()
	c.Group = of(value)
	return c
}

// The message goes into the thread of the alert, on the alert's day, though
// neither its first match nor its end may lie on it.
func TestClosing_FollowsItsAlert(t *testing.T) {
	c := burst()
	c.Group = of("203.0.113.9")
	c.Start = time.Date(2026, 3, 2, 23, 55, 0, 0, time.UTC)
	c.End, c.First, c.Last = c.Start.Add(10*time.Minute), c.Start.Add(6*time.Minute), c.Start.Add(7*time.Minute)
	opened := New(rule, c, home)
	end := ofGroup("203.0.113.9")
	end.Start, end.End = c.Start, c.Start.Add(time.Hour)
	a := NewClosing(rule, []window.Closing{end}, home)
	if got, want := a.Chat(Reader{}).Metadata.ThreadID, opened.Chat(Reader{}).Metadata.ThreadID; got != want {
		t.Errorf("thread %s, want %s", got, want)
	}
	if diff := cmp.Diff([]string{opened.ID}, a.Closing.Alerts); diff != "" {
		t.Errorf("closes (-want +got):\n%s", diff)
	}
	if a.ID == opened.ID {
		t.Error("the message has the ID of its alert: who drops copies drops it")
	}
}

func TestClosing_ChangesTheAlarmToOK(t *testing.T) {
	const topic = "arn:aws:sns:ap-northeast-1:111122223333:alerts"
	c := burst()
	c.Group = of("203.0.113.9")
	opened, closed := New(rule, c, home), NewClosing(rule, []window.Closing{ofGroup("203.0.113.9")}, home)
	read := func(a Alert) (m map[string]any) {
		if err := json.Unmarshal(a.Alarm(topic), &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	before, after := read(opened), read(closed)
	for _, key := range []string{"AlarmName", "AlarmArn", "AWSAccountId", "Region"} {
		if before[key] != after[key] {
			t.Errorf("%s: %v after %v", key, after[key], before[key])
		}
	}
	want := map[string]any{
		"OldStateValue": "ALARM", "NewStateValue": "OK",
		"NewStateReason": "Quiet Time Ended: 9 more matches after the alert (13 in all) (ALARM -> OK transition).",
	}
	for key := range want {
		if after[key] != want[key] {
			t.Errorf("%s: %v, want %v", key, after[key], want[key])
		}
	}
	if got, want := closed.AlarmSubject(topic), `OK: "trailnotify-UnauthorizedAPICalls/`+opened.GroupID+`" in Asia Pacific (Tokyo)`; got != want {
		t.Errorf("subject %s, want %s", got, want)
	}
}

// What closes several alerts is the same message in whatever order they were
// found, and says nothing of any single group in its head.
func TestClosing_OfSeveral(t *testing.T) {
	list := []window.Closing{ofGroup("a"), ofGroup("b"), calm()}
	a := NewClosing(rule, list, home)
	slices.Reverse(list)
	if diff := cmp.Diff(a, NewClosing(rule, list, home)); diff != "" {
		t.Errorf("in another order (-want +got):\n%s", diff)
	}
	if a.Group != "" || a.GroupID != "" || a.Count != 39 || a.Closing.Told != 12 || a.Closing.More.Count != 27 {
		t.Errorf("alert %+v", a)
	}
	if !slices.IsSorted(a.Closing.Alerts) || len(slices.Compact(slices.Clone(a.Closing.Alerts))) != 3 {
		t.Errorf("closes %v", a.Closing.Alerts)
	}
	one := NewClosing(rule, list[:1], home)
	if one.ID == a.ID || one.Chat(Reader{}).Metadata.ThreadID == a.Chat(Reader{}).Metadata.ThreadID {
		t.Error("what closes one alert has the ID or the thread of what closes three")
	}
}

func TestClosing_NothingMoreLooksCalm(t *testing.T) {
	c := calm()
	c.Total = c.Told
	if title := NewClosing(rule, []window.Closing{c}, home).Chat(Reader{}).Content.Title; !strings.HasPrefix(title, "✅ ") {
		t.Errorf("title %q", title)
	}
	c.AtLeast = true // nobody knows
	if title := NewClosing(rule, []window.Closing{c}, home).Chat(Reader{}).Content.Title; strings.HasPrefix(title, "✅") {
		t.Errorf("title %q", title)
	}
}
