package alert

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"

	"trailnotify/alert/words"

	"trailnotify/alert/plain"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Deployment is where alerts come from: what distinguishes the alerts of one
// installation from those of another on the same topic, and what links into the
// console need. The zero value is for a command on a laptop.
type Deployment struct {
	Name     string            // as in the Terraform input `name`
	Table    string            // the table of counts, "" for counts in memory
	Region   string            // of the log group
	LogGroup string            // that holds the records; "": no link into Logs Insights
	Accounts map[string]string // names of accounts by their ID
	Now      func() time.Time  // nil: the time of the last match, as in a replay
}

// id is the same for every copy of an alert and different between deployments.
// Each part is preceded by its length, so that no two lists of parts are alike.
func (d Deployment) id(c window.Crossing) string {
	h := sha256.New()
	for _, part := range []string{d.Name, d.Table, c.Rule.Key(c.Group)} {
		_ = binary.Write(h, binary.BigEndian, uint64(len(part)))
		h.Write([]byte(part))
	}
	_ = binary.Write(h, binary.BigEndian, c.Start.Unix())
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// now is the time at which an alert of the crossing is published.
func (d Deployment) now(c window.Crossing) time.Time {
	if d.Now == nil {
		return utc(c.Last.Truncate(time.Second))
	}
	return utc(d.Now().Truncate(time.Second))
}

// names are the names of those accounts that have one; nil when none has.
func (d Deployment) names(accounts ...string) map[string]string {
	var names map[string]string
	for _, id := range accounts {
		name := plain.Clip(plain.Text(d.Accounts[id]), maxAccountName)
		if name == "" {
			continue
		}
		if names == nil {
			names = map[string]string{}
		}
		names[id] = name
	}
	return names
}

// maxAccountName is how much of an account's configured name is shown.
const maxAccountName = 64

// TestSeverity is that of a test alert on a topic for every severity.
const TestSeverity = "info"

// Test is an alert that proves the way to a topic. It is marked as a test,
// tells of no record, and has an ID of its own each second.
func Test(severity string, from Deployment) Alert {
	now := time.Now
	if from.Now != nil {
		now = from.Now
	}
	at := now().UTC().Truncate(time.Second)
	r := &rules.Rule{Name: "Test", Description: "This is a test alert from trailnotify. Nothing has happened.", Threshold: 1, Period: time.Minute}
	c := window.Crossing{
		Rule:  &window.Rule{Name: r.Name, Threshold: r.Threshold, Period: r.Period},
		Start: at, End: at.Add(r.Period), Count: 1, First: at, Last: at,
	}
	a := New(r, c, from)
	a.Kind, a.Severity, a.RuleSeverity = KindTest, severity, severity
	a.Title = joinLine(a.heading(&words.English), titleClips[0])
	return a
}
