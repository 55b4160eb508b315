package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// A show writes alerts as messages and notes which exceed a limit.
type show struct {
	formats  map[string]string // by severity
	sizes    bool
	wanted   func(severity string) bool
	reader   alert.Reader
	region   string // of the log group
	w        io.Writer
	p        process
	page     []shownAlert // is written at the end
	n        int
	exceeded int
}

// shownAlert is an alert with its messages.
type shownAlert struct {
	Alert   alert.Alert
	Chat    alert.Chat
	Subject string
	Text    string
	Sizes   []alert.Size
}

// add shows one alert.
func (s *show) add(a alert.Alert) {
	if !s.wanted(a.Severity) {
		return
	}
	s.n++
	m, err := s.messages(a)
	if err != nil {
		s.exceeded++
		s.p.note("%v", err)
		return
	}
	s.check(m)
	format := s.format(a.Severity)
	if format == formatHTML {
		s.page = append(s.page, m)
		return
	}
	text := s.text(format, m)
	if s.sizes {
		text = strings.TrimRight(text, "\n") + "\n" + sizesText(m.Sizes) + "\n\n"
	}
	fmt.Fprint(s.w, screen.EscapeText(text))
}

// format is that of a severity.
func (s *show) format(severity string) string {
	if format, ok := s.formats[severity]; ok {
		return format
	}
	return s.formats[""]
}

// text is a message in a format for which one follows the other.
func (s *show) text(format string, m shownAlert) string {
	switch sns.Format(format) {
	case sns.JSON:
		return string(m.Alert.JSON()) + "\n"
	case sns.Alarm:
		return string(m.Alert.Alarm(s.topic(m.Alert))) + "\n"
	case sns.Text:
		return fmt.Sprintf("Subject: %s\n\n%s\n", m.Subject, m.Text)
	default:
		return chatText(m.Chat) + "\n\n"
	}
}

// topic makes up a topic, which gives an alarm its account and region.
func (s *show) topic(a alert.Alert) string {
	region, account := s.region, "000000000000"
	if region == "" && len(a.Regions) > 0 {
		region = a.Regions[0]
	}
	if len(a.Accounts) > 0 {
		account = a.Accounts[0]
	}
	return fmt.Sprintf("arn:aws:sns:%s:%s:preview", orElse(region, "us-east-1"), account)
}

// messages writes an alert as every subscriber of a topic gets it.
func (s *show) messages(a alert.Alert) (shownAlert, error) {
	in, err := sns.Message(a, s.reader, sns.Route{Format: sns.Auto})
	if err != nil {
		return shownAlert{}, err
	}
	m := shownAlert{Alert: a, Chat: a.Chat(s.reader), Subject: aws.ToString(in.Subject), Text: a.Text(s.reader)}
	m.Sizes = append(m.Chat.Sizes(),
		alert.Size{What: "subject", Size: len(m.Subject), Max: sns.MaxSubject},
		alert.Size{What: "bytes in all", Size: sns.Size(in), Max: sns.MaxMessage})
	return m, nil
}

// check reports the sizes that exceed their limits.
func (s *show) check(m shownAlert) {
	for _, size := range m.Sizes {
		if size.Size > size.Max {
			s.exceeded++
			s.p.note("alert %s of %s: %s: %d, limit %d", m.Alert.ID, m.Alert.Rule, size.What, size.Size, size.Max)
		}
	}
}

// end writes what is left to write, and how much was read.
func (s *show) end(read string) error {
	if s.formats[""] == formatHTML {
		if err := writePage(s.w, s.reader, s.page); err != nil {
			return fmt.Errorf("writing the page: %w", err)
		}
	}
	limits := "every message is within its limits"
	if s.exceeded > 0 {
		limits = plural(s.exceeded, "limit") + " exceeded"
	}
	fmt.Fprintf(s.p.stderr, "%s: %s, %s\n", screen.Escape(read), plural(s.n, "alert"), limits)
	return nil
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
