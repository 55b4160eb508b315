package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"trailnotify/alert/insights"
	"trailnotify/alert/line"
	"trailnotify/alert/neutral"
	"trailnotify/alert/words"
)

// Chat is a custom notification of Amazon Q Developer in chat applications
// (AWS Chatbot), whose markdown is that of Slack. Anything else on its topic it
// drops without a word.
type Chat struct {
	Version  string       `json:"version"` // "1.0"
	Source   string       `json:"source"`  // "custom"
	ID       string       `json:"id"`
	Content  ChatContent  `json:"content"`
	Metadata ChatMetadata `json:"metadata"`
}

// ChatContent is what people see.
type ChatContent struct {
	TextType    string   `json:"textType"` // "client-markdown"
	Title       string   `json:"title"`
	Description string   `json:"description"`
	NextSteps   []string `json:"nextSteps,omitempty"` // a list of bullets
	Keywords    []string `json:"keywords,omitempty"`  // tags
}

// ChatMetadata is what the application works with. Messages of one ThreadID
// share a thread. AdditionalContext are variables of custom actions, so that
// they hold nothing that a caller may choose.
type ChatMetadata struct {
	ThreadID          string            `json:"threadId"`
	Summary           string            `json:"summary"`
	EventType         string            `json:"eventType"`
	RelatedResources  []string          `json:"relatedResources,omitempty"`
	AdditionalContext map[string]string `json:"additionalContext"`
}

// MaxHead is how much of a description chat applications show before somebody
// asks for more: six lines of 700 characters in all, in attachments of Slack.
const MaxHead = 700

// The limits of a custom notification in UTF-16 code units, with room to spare:
// two public programs give 250, 8000, 350 and 75.
const (
	MaxTitle       = 200
	MaxDescription = 3500
	MaxNextSteps   = 5
	MaxNextStep    = 350
	MaxKeywords    = 10
	MaxKeyword     = 75
)

// Chat writes the alert as a custom notification.
func (a Alert) Chat(r Reader) Chat {
	w := r.words()
	return Chat{
		Version: "1.0", Source: "custom", ID: a.ID,
		Content: ChatContent{
			TextType:    "client-markdown",
			Title:       a.chatTitle(w),
			Description: a.describe(r),
			NextSteps:   a.nextSteps(w),
			Keywords:    a.keywords(w),
		},
		Metadata: a.chatMetadata(),
	}
}

// chatMetadata is what programs read of a notification: its thread, and the
// values for custom actions.
func (a Alert) chatMetadata() ChatMetadata {
	return ChatMetadata{
		ThreadID:          a.threadID(),
		Summary:           line.Fit(line.Prose(fmt.Sprintf("%s %s", a.Rule, a.First.Format("2006-01-02"))), MaxTitle),
		EventType:         "trailnotify",
		RelatedResources:  a.relatedResources(),
		AdditionalContext: a.context(),
	}
}

// icon is that of the severity, or that all is quiet again.
func (a Alert) icon() string {
	if a.Closing != nil && a.Closing.More == (Tally{}) {
		return "✅"
	}
	return icons[a.Severity]
}

var icons = map[string]string{"critical": "🚨", "high": "🔴", "medium": "🟠", "low": "🔵", "info": "⚪"}

// chatTitle is the heading behind the sign of the severity. Names get shorter
// until it fits.
func (a Alert) chatTitle(w *words.Words) (text string) {
	heading := a.heading(w)
	for _, clip := range titleClips {
		text = strings.TrimSpace(a.icon() + " " + line.Piece{Then: heading}.Write(line.Title, clip))
		if line.Units(text) <= MaxTitle {
			return text
		}
	}
	return line.Fit(text, MaxTitle)
}

// describe writes the head, the first lines of the runbook, the rest of the
// facts, and the link into Logs Insights, which is too long for a next step.
func (a Alert) describe(r Reader) string {
	w := r.words()
	write := func(facts []fact, d line.Depth) string { return mrkdwnFacts(w, facts, d) }
	head, _ := condense(a.head(r), write, func(text string) bool { return line.Units(text) <= MaxHead })
	first, last := head, ""
	for _, said := range a.advice(w) {
		first += "\n" + line.Prose(said)
	}
	if a.Links.Query != "" {
		last = "\n" + line.Anchor(w.Query, a.Links.Query)
	}
	rest := slices.DeleteFunc(a.rest(r), func(f fact) bool { return f.label == words.LabelReference }) // in the keywords
	whole := func(text string) string { return strings.TrimPrefix(first+"\n"+text+last, "\n") }
	text, _ := condense(rest, write, func(text string) bool { return line.Units(whole(text)) <= MaxDescription })
	return line.Fit(whole(text), MaxDescription)
}

// mrkdwnFacts writes facts a line each.
func mrkdwnFacts(w *words.Words, facts []fact, d line.Depth) string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = "*" + w.Labels[f.label] + "* " + line.Join(f.pieces, line.Mrkdwn, d, w.Comma, w.More)
	}
	return strings.Join(lines, "\n")
}

// nextSteps are links. They may hold commands, so nothing from a record but an
// event ID and a region of the right form goes into them.
func (a Alert) nextSteps(w *words.Words) []string {
	var steps []string
	for _, l := range a.links(w) {
		step := line.Anchor(l.text, l.address)
		if l.address != a.Links.Query && line.Units(step) <= MaxNextStep {
			steps = append(steps, step)
		}
	}
	return steps
}

func (a Alert) keywords(w *words.Words) []string {
	keywords := []string{line.Fit(line.Prose(a.Rule), MaxKeyword), line.Fit(line.Prose(w.Severity(a.Severity)), MaxKeyword)}
	for _, reference := range a.Reference {
		if len(keywords) < MaxKeywords {
			keywords = append(keywords, line.Fit(line.Prose(reference), MaxKeyword))
		}
	}
	return keywords
}

// threadID is that of the thread of a rule and group on a day: what follows an
// alert, its end included, goes below it. What closes several alerts has a
// thread of its own.
func (a Alert) threadID() string {
	if end := a.Closing; end != nil && len(end.Threads) == 1 {
		return end.Threads[0]
	} else if end != nil {
		return thread(a.Deployment, a.Rule, "\x00"+a.ID, a.Window.Start)
	}
	return thread(a.Deployment, a.Rule, a.Group, a.Window.Start)
}

func thread(deployment, rule, group string, day time.Time) string {
	sum := sha256.Sum256([]byte(deployment + "\x00" + rule + "\x00" + group))
	return rule + "-" + hex.EncodeToString(sum[:6]) + "-" + day.Format("2006-01-02")
}

// arnShape is an ARN without anything that could be formatting or a command.
var arnShape = regexp.MustCompile(`^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[A-Za-z0-9+=,.@_:/-]+$`)

// maxARN is how long an ARN among the related resources may be.
const maxARN = 256

func (a Alert) relatedResources() []string {
	var arns []string
	for _, c := range a.Resources {
		if len(c.Name) <= maxARN && arnShape.MatchString(c.Name) && neutral.Text(c.Name) == c.Name {
			arns = append(arns, c.Name)
		}
	}
	return arns
}

// context holds what custom actions may fill into their commands.
func (a Alert) context() map[string]string {
	context := map[string]string{
		"alert_id": a.ID, "rule": a.Rule, "severity": a.Severity,
		"count": fmt.Sprint(a.Count), "threshold": fmt.Sprint(a.Threshold),
		"window_start": a.Window.Start.Format("2006-01-02T15:04:05Z"), "window_end": a.Window.End.Format("2006-01-02T15:04:05Z"),
	}
	for _, v := range []struct {
		name string
		list []string
		ok   func(string) bool
	}{
		{"account", a.Accounts, accountID},
		{"region", a.Regions, insights.IsRegion},
		{"event_id", a.EventIDs, insights.IsEventID},
	} {
		if len(v.list) > 0 && v.ok(v.list[0]) {
			context[v.name] = v.list[0]
		}
	}
	return context
}
