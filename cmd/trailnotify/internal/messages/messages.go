// Package messages shows alerts as the messages that topics get, and measures
// them against the limits of where they go.
package messages

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// HTML is the format of a page. The other formats are those of topics.
const HTML = "html"

// Formats returns the formats in which messages can be shown: those of topics
// but for auto, and the page.
func Formats() []string {
	return []string{string(sns.Chat), string(sns.Text), string(sns.JSON), string(sns.Alarm), HTML}
}

// A Show writes alerts as messages and notes which exceed a limit.
type Show struct {
	Formats map[string]string // by severity, "" for those without one of their own
	Sizes   bool              // show them even if none is exceeded
	Wanted  func(severity string) bool
	Reader  alert.Reader
	Region  string // of the log group
	To      io.Writer
	Note    func(format string, args ...any) // tells people what is wrong

	page     []shownAlert // is written at the end
	alerts   int
	closings int
	exceeded int
}

// Exceeded reports whether a message exceeded a limit.
func (s *Show) Exceeded() bool { return s.exceeded > 0 }

// shownAlert is an alert with its messages.
type shownAlert struct {
	Alert   alert.Alert
	Chat    alert.Chat
	Subject string
	Text    string
	Sizes   []alert.Size
}

// Add shows one alert. The error is that of printing.
func (s *Show) Add(a alert.Alert) error {
	if !s.Wanted(a.Severity) || a.AllClear() && s.format(a.Severity) != string(sns.Alarm) {
		return nil
	}
	if a.Closing == nil {
		s.alerts++
	} else {
		s.closings++
	}
	m, err := s.messages(a)
	if err != nil {
		s.exceeded++
		s.Note("%v", err)
		return nil
	}
	s.check(m)
	format := s.format(a.Severity)
	if format == HTML {
		s.page = append(s.page, m)
		return nil
	}
	return s.print(m, s.text(format, m))
}

// print writes a message, and its sizes where they are wanted.
func (s *Show) print(m shownAlert, text string) error {
	if s.Sizes {
		text = strings.TrimRight(text, "\n") + "\n" + sizesText(m.Sizes) + "\n\n"
	}
	_, err := io.WriteString(s.To, screen.EscapeText(text))
	return err
}

// format is that of a severity.
func (s *Show) format(severity string) string {
	if format, ok := s.Formats[severity]; ok {
		return format
	}
	return s.Formats[""]
}

// Incidents reports whether alerts that end with this severity may be shown as
// alarms.
func (s *Show) Incidents(severity string) bool {
	var routes []sns.Route
	for severity, format := range s.Formats {
		routes = append(routes, sns.Route{Severity: severity, Format: sns.Format(format)})
	}
	return sns.Incidents(severity, routes...)
}

// text is a message in a format for which one follows the other.
func (s *Show) text(format string, m shownAlert) string {
	switch sns.Format(format) {
	case sns.JSON:
		return string(m.Alert.JSON()) + "\n"
	case sns.Alarm:
		return string(m.Alert.Alarm(s.topic(m.Alert))) + "\n"
	case sns.Text:
		return dryRun(m) + fmt.Sprintf("Subject: %s\n\n%s\n", m.Subject, m.Text)
	default:
		return dryRun(m) + chatText(m.Chat) + "\n\n"
	}
}

// dryRun is a line above a message that the function would not send. The JSON
// says so itself.
func dryRun(m shownAlert) string {
	if m.Alert.DryRun {
		return "(dry run, not sent)\n"
	}
	return ""
}

// topic makes up a topic, which gives an alarm its account and region.
func (s *Show) topic(a alert.Alert) string {
	region, account := s.Region, "000000000000"
	if region == "" && len(a.Regions) > 0 {
		region = a.Regions[0]
	}
	if len(a.Accounts) > 0 {
		account = a.Accounts[0]
	}
	return fmt.Sprintf("arn:aws:sns:%s:%s:preview", cmp.Or(region, "us-east-1"), account)
}

// messages writes an alert as every subscriber of a topic gets it.
func (s *Show) messages(a alert.Alert) (shownAlert, error) {
	in, err := sns.Message(a, s.Reader, sns.Route{Format: sns.Auto})
	if err != nil {
		return shownAlert{}, err
	}
	m := shownAlert{Alert: a, Chat: a.Chat(s.Reader), Subject: aws.ToString(in.Subject), Text: a.Text(s.Reader)}
	m.Sizes = append(m.Chat.Sizes(),
		alert.Size{What: "subject", Size: len(m.Subject), Max: sns.MaxSubject},
		alert.Size{What: "bytes in all", Size: sns.Size(in), Max: sns.MaxMessage})
	return m, nil
}

// check reports the sizes that exceed their limits.
func (s *Show) check(m shownAlert) {
	for _, size := range m.Sizes {
		if size.Size > size.Max {
			s.exceeded++
			s.Note("alert %s of %s: %s: %d, limit %d", m.Alert.ID, m.Alert.Rule, size.What, size.Size, size.Max)
		}
	}
}

// End writes what is left to write, and returns in words how many alerts there
// were and whether they are within their limits.
func (s *Show) End() (summary string, err error) {
	if s.Formats[""] == HTML {
		if err := writePage(s.To, s.Reader, s.page); err != nil {
			return "", fmt.Errorf("writing the page: %w", err)
		}
	}
	limits := "every message is within its limits"
	if s.exceeded > 0 {
		limits = screen.Plural(s.exceeded, "limit") + " exceeded"
	}
	what := screen.Plural(s.alerts, "alert")
	if s.closings > 0 {
		what += " and " + screen.Plural(s.closings, "closing message")
	}
	return what + ", " + limits, nil
}

// chatText is a chat message as it is sent, a line for each part.
func chatText(c alert.Chat) string {
	lines := []string{c.Content.Title, c.Content.Description}
	for _, step := range c.Content.NextSteps {
		lines = append(lines, "• "+step)
	}
	return strings.Join(append(lines, "["+strings.Join(c.Content.Keywords, "] [")+"]"), "\n")
}

func sizesText(sizes []alert.Size) string {
	parts := make([]string, len(sizes))
	for i, s := range sizes {
		parts[i] = fmt.Sprintf("%s %d of %d", s.What, s.Size, s.Max)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
