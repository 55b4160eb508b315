package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"trailnotify/alert"
	"trailnotify/alert/sns"
)

var previewFormats = []string{"slack", "email", "json", "html"}

// A show writes alerts as messages and notes which exceed a limit.
type show struct {
	format   string
	reader   alert.Reader
	w, errs  io.Writer
	shown    []shownAlert // html only: the page is written at the end
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

func newShow(format string, reader alert.Reader, p process) (*show, error) {
	if !slices.Contains(previewFormats, format) {
		return nil, fmt.Errorf("--format %s: want one of %s", format, strings.Join(previewFormats, ", "))
	}
	return &show{format: format, reader: reader, w: p.stdout, errs: p.stderr}, nil
}

// add shows one alert.
func (s *show) add(a alert.Alert) {
	s.n++
	m, err := s.messages(a)
	if err != nil {
		s.exceeded++
		fmt.Fprintln(s.errs, "trailnotify:", err)
		return
	}
	s.check(m)
	switch s.format {
	case "json":
		fmt.Fprintf(s.w, "%s\n", a.JSON())
	case "email":
		fmt.Fprintf(s.w, "Subject: %s\n\n%s\n%s\n\n", m.Subject, m.Text, sizesText(m.Sizes))
	case "html":
		s.shown = append(s.shown, m)
	default:
		fmt.Fprintf(s.w, "%s\n%s\n\n", chatText(m.Chat), sizesText(m.Sizes))
	}
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
			fmt.Fprintf(s.errs, "trailnotify: alert %s of %s: %s: %d, limit %d\n", m.Alert.ID, m.Alert.Rule, size.What, size.Size, size.Max)
		}
	}
}

// end writes what is left to write, and how much was read.
func (s *show) end(read string) error {
	if s.format == "html" {
		if err := writePage(s.w, s.reader, s.shown); err != nil {
			return fmt.Errorf("writing the page: %w", err)
		}
	}
	limits := "every limit held"
	if s.exceeded > 0 {
		limits = plural(s.exceeded, "limit") + " exceeded"
	}
	fmt.Fprintf(s.errs, "%s: %s, %s\n", read, plural(s.n, "alert"), limits)
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
