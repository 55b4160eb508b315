package alert

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"trailnotify/window"
)

// spoken is a mute whose caller tries to write something else into a message.
func spoken(kind string) Notice {
	return Notice{
		Kind: kind, ID: "5f3a09c1", Deployment: "prod", What: "RootUsage", Rule: "RootUsage",
		Until:  time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC),
		Reason: "<!channel> *drill*\n<https://evil.example|AWS> `x`", By: "@here https://evil.example",
	}
}

// Whatever the caller says is shown as such, and never as a mention, a link or
// formatting.
func TestNotice_ShowsTheWordsOfTheCallerAsSuch(t *testing.T) {
	for _, kind := range []string{NoticeMuted, NoticeUnmuted} {
		n := spoken(kind)
		chat := string(n.Chat().JSON())
		for form, text := range map[string]string{"chat": chat, "text": n.Text()} {
			for _, said := range []string{"as the caller gave it", "RootUsage", "drill"} {
				if !strings.Contains(text, said) {
					t.Errorf("%s: want %q in:\n%s", form, said, text)
				}
			}
			for _, bad := range []string{"<!channel>", "<https://", "https://evil.example"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s: found %q in:\n%s", form, bad, text)
				}
			}
		}
		if strings.Count(n.Text(), "\n") > 7 {
			t.Errorf("the caller adds lines:\n%s", n.Text())
		}
		var read Notice
		if err := json.Unmarshal(n.JSON(), &read); err != nil || read != n {
			t.Errorf("JSON %s, error %v", n.JSON(), err)
		}
	}
	if title := spoken(NoticeMuted).Title(); title != "🔕 muted: RootUsage until 2026-03-02 14:00 UTC" {
		t.Errorf("title %q", title)
	}
	if title := spoken(NoticeUnmuted).Title(); title != "🔔 no longer muted: RootUsage" {
		t.Errorf("title %q", title)
	}
}

// The beginning and the end of a mute share a thread.
func TestNotice_ThreadsAreThoseOfMutes(t *testing.T) {
	begins, ends := spoken(NoticeMuted).Chat(), spoken(NoticeUnmuted).Chat()
	if begins.Metadata.ThreadID != ends.Metadata.ThreadID || begins.ID == ends.ID {
		t.Errorf("threads %q and %q, IDs %q and %q", begins.Metadata.ThreadID, ends.Metadata.ThreadID, begins.ID, ends.ID)
	}
}

func TestGroupID_IsThatOfAlerts(t *testing.T) {
	g := window.Group{Kind: window.GroupValue, Value: "a"}
	if got, want := GroupID(g), groupID(g); got != want || len(got) != 8 {
		t.Errorf("found %q, want %q", got, want)
	}
	if got := GroupID(window.Group{}); got != "" {
		t.Errorf("found %q for no group", got)
	}
}

// What closes alerts that were muted says so.
func TestNewClosing_Muted(t *testing.T) {
	for language, want := range map[Language]string{English: "muted, matches: 3", Japanese: "ミュート中の該当: 3件"} {
		a := Alert{Closing: &Closing{Muted: true, Alerts: []string{"1"}, More: Tally{Count: 3}}, Count: 3}
		if got := a.closingNumber(Reader{Language: language}.words()); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
		a.Storm = &Storm{}
		if got := a.closingNumber(Reader{Language: language}.words()); !strings.Contains(got, "3") || got == want {
			t.Errorf("of a storm: found %q", got)
		}
	}
}
