package alert

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert/summary"
	"trailnotify/window"
)

// numbered is how many matches are like a summary.
func numbered(n int, s summary.Summary) window.Number {
	return window.Number{Summary: s.Encode(), Tally: window.Tally{N: n}}
}

var (
	deletion = summary.Summary{API: "iam:DeleteRolePolicy", Source: "203.0.113.7", EventID: "0d1f3a52-0001"}
	denied   = summary.Summary{API: "iam:DeleteRolePolicy", Source: "203.0.113.7", Error: "AccessDenied", EventID: "0d1f3a52-0002"}
	admin    = summary.Summary{API: "iam:AttachUserPolicy", Source: "198.51.100.1", EventID: "0d1f3a52-0003"}
)

// TestNew_Numbers has 600 matches of one call, of which 40 were denied, and one
// of another: all of them are named, with their numbers.
func TestNew_Numbers(t *testing.T) {
	c := burst()
	c.Count = 601
	c.Summaries = [][]byte{deletion.Encode(), denied.Encode(), admin.Encode()}
	c.Numbers = window.Numbers{
		Calls: []window.Number{numbered(560, deletion), numbered(40, denied), numbered(1, admin)},
		Kinds: []window.Number{numbered(560, deletion), numbered(40, denied), numbered(1, admin)},
	}
	a := New(rule, c, Deployment{})
	for _, d := range []string{
		cmp.Diff([]Call{
			{Name: "iam:DeleteRolePolicy", Outcome: "succeeded", Count: 560},
			{Name: "iam:DeleteRolePolicy", Outcome: "denied", Count: 40},
			{Name: "iam:AttachUserPolicy", Outcome: "succeeded", Count: 1},
		}, a.Calls),
		cmp.Diff([]Counted{{Name: "iam:DeleteRolePolicy", Count: 600}, {Name: "iam:AttachUserPolicy", Count: 1}}, a.APICalls),
		cmp.Diff([]Counted{{Name: "203.0.113.0/24", Count: 600}, {Name: "198.51.100.0/24", Count: 1}}, a.Networks),
		cmp.Diff([]Counted{{Name: "AccessDenied", Count: 40}}, a.Errors),
	} {
		if d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	}
	if want := "somebody called iam:DeleteRolePolicy ×560, +2 kinds"; a.Title != want {
		t.Errorf("title %s, want %s", a.Title, want)
	}
	if text := a.Text(Reader{}); !strings.Contains(text, "\nWhat: iam:DeleteRolePolicy ×560, iam:AttachUserPolicy, iam:DeleteRolePolicy (denied) ×40\nOutcome: succeeded ×561, denied: AccessDenied ×40\n") {
		t.Error(text)
	}
}

// TestNew_NumbersOfSome has more networks, and more calls, than the sample.
func TestNew_NumbersOfSome(t *testing.T) {
	c := burst()
	c.Summaries = [][]byte{deletion.Encode(), admin.Encode()}
	c.Numbers = window.Numbers{
		Calls: []window.Number{numbered(600, deletion), numbered(1, admin)},
		Kinds: []window.Number{numbered(30, deletion), numbered(1, admin)},
	}
	a := New(rule, c, Deployment{})
	if want := (Counted{Name: "203.0.113.0/24", Count: 30, AtLeast: true}); a.Networks[0] != want || a.APICalls[0].AtLeast || a.APICalls[0].Count != 600 {
		t.Errorf("networks %v, calls %v", a.Networks, a.APICalls)
	}
	c.Numbers.Rest = 7
	a = New(rule, c, Deployment{})
	if a.OtherCalls != 7 || !a.APICalls[0].AtLeast || a.Calls[0].AtLeast {
		t.Errorf("other calls %d, calls %v, by name %v", a.OtherCalls, a.Calls, a.APICalls)
	}
}

// TestNew_NumbersOfSample has nothing but a sample: what it shows is the least.
func TestNew_NumbersOfSample(t *testing.T) {
	c := burst()
	c.Count = 5
	if have, want := New(rule, c, Deployment{}).Calls[0], (Call{"iam:ListUsers", "denied", 3, true}); have != want {
		t.Errorf("%v, want %v", have, want)
	}
}

// TestNewClosing_Numbers adds the numbers of two alerts.
func TestNewClosing_Numbers(t *testing.T) {
	one := window.Closing{Rule: counted, Start: start, End: start, Total: 601, Numbers: window.Numbers{
		Calls: []window.Number{numbered(600, deletion)}, Kinds: []window.Number{numbered(600, deletion)}, Rest: 1,
	}}
	other := window.Closing{Rule: counted, Start: start, End: start, Total: 5, Numbers: window.Numbers{
		Calls: []window.Number{numbered(5, deletion)}, Kinds: []window.Number{numbered(5, deletion)},
	}}
	a := NewClosing(rule, []window.Closing{one, other}, Deployment{})
	if want := (Call{Name: "iam:DeleteRolePolicy", Outcome: "succeeded", Count: 605}); len(a.Calls) != 1 || a.Calls[0] != want || a.OtherCalls != 1 {
		t.Errorf("calls %v, others %d", a.Calls, a.OtherCalls)
	}
}

// TestNew_TellsOfTheNextWindow has a span end in a window that the alert does
// not cover: that window is told, too.
func TestNew_TellsOfTheNextWindow(t *testing.T) {
	c := burst()
	c.Until = c.End.Add(c.Rule.Period)
	a := New(rule, c, home)
	if !a.Window.End.Equal(c.Until) {
		t.Errorf("window to %v, want %v", a.Window.End, c.Until)
	}
}
