package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"trailnotify/alert/line"
	"trailnotify/alert/plain"
	"trailnotify/window"
)

// A Notice tells that people muted alerts, or that this has ended. It is no
// alert, but goes where alerts go. Reason and By are what the caller of the
// function gave: nobody has checked them, and every form of the message says
// so.
type Notice struct {
	Kind       string    `json:"kind"` // mute or unmute
	ID         string    `json:"mute_id"`
	Deployment string    `json:"deployment,omitempty"`
	Published  time.Time `json:"published"`
	What       string    `json:"what"` // is muted
	Rule       string    `json:"rule,omitempty"`
	GroupID    string    `json:"group_id,omitempty"`
	Until      time.Time `json:"until"`
	Reason     string    `json:"claimed_reason"`
	By         string    `json:"claimed_by"`
}

// The kinds of notices.
const (
	NoticeMuted   = "mute"
	NoticeUnmuted = "unmute"
)

// Title is the notice in one line.
func (n Notice) Title() string {
	until := n.Until.UTC().Format("2006-01-02 15:04") + " UTC"
	if n.Kind == NoticeUnmuted {
		return plain.Text("🔔 no longer muted: " + n.What)
	}
	return plain.Text("🔕 muted: " + n.What + " until " + until)
}

// lines are what there is to say, each with the words of the caller apart.
func (n Notice) lines() [][2]string {
	lines := [][2]string{{"Reason, as the caller gave it: ", n.Reason}, {"Name, as the caller gave it: ", n.By}}
	if n.Kind == NoticeUnmuted {
		return append(lines, [2]string{"Messages about what came meanwhile follow at the end of each quiet time.", ""})
	}
	return append(lines, [2]string{"Matches are counted meanwhile, and what is muted is told at the end.", ""})
}

// Text is the notice as e-mail takes it.
func (n Notice) Text() string {
	var b strings.Builder
	b.WriteString(n.Title() + "\n\n")
	for _, l := range n.lines() {
		b.WriteString(line.Piece{Before: l[0], Untrusted: l[1]}.Write(line.Plain, line.Whole) + "\n")
	}
	if n.Deployment != "" {
		b.WriteString("Deployment: " + plain.Text(n.Deployment) + "\n")
	}
	return b.String()
}

// Chat is the notice as a custom notification.
func (n Notice) Chat() Chat {
	var lines []string
	for _, l := range n.lines() {
		lines = append(lines, line.Piece{Before: l[0], Untrusted: l[1]}.Write(line.Mrkdwn, maxSaid))
	}
	sum := sha256.Sum256([]byte(n.Deployment + "\x00mute\x00" + n.ID))
	return Chat{
		Version: "1.0", Source: "custom", ID: n.ID + "-" + n.Kind,
		Content: ChatContent{
			TextType: "client-markdown", Title: line.Fit(line.Prose(n.Title()), MaxTitle),
			Description: line.Fit(strings.Join(lines, "\n"), MaxDescription), Keywords: []string{n.Kind},
		},
		Metadata: ChatMetadata{
			ThreadID: "mute-" + hex.EncodeToString(sum[:6]), Summary: line.Fit(line.Prose(n.Title()), MaxTitle), EventType: "trailnotify",
			AdditionalContext: map[string]string{"deployment": plain.Text(n.Deployment), "kind": n.Kind},
		},
	}
}

// maxSaid is how many bytes of the caller's words chat shows.
const maxSaid = 800

// JSON is the machine form.
func (n Notice) JSON() []byte { return mustEncode(json.Marshal(n)) }

// GroupID is the ID by which alerts name a group of a rule, "" for what is no
// group.
func GroupID(g window.Group) string { return groupID(g) }
