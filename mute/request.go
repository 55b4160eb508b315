package mute

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"trailnotify/alert/plain"
	"trailnotify/internal/fault"
	"trailnotify/rules"
)

// A Request asks for a mute.
type Request struct {
	Rule     string `json:"rule,omitempty"`     // its name
	All      bool   `json:"all,omitempty"`      // instead of a rule
	Group    string `json:"group,omitempty"`    // 8 hexadecimal digits
	For      string `json:"for"`                // such as 4h
	Reason   string `json:"reason"`             //
	By       string `json:"by"`                 // who asks
	Critical bool   `json:"critical,omitempty"` // also what is critical
}

// ParseRequest reads a request: an object with the members of [Request], or the
// short form for chat, a string such as
//
//	UnauthorizedAPICalls 4h
//	UnauthorizedAPICalls/5f3a09c1 4h night shift
//
// What follows the time is the reason.
func ParseRequest(body []byte) (Request, error) {
	var short string
	if json.Unmarshal(body, &short) == nil {
		return parseShort(short)
	}
	var r Request
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Request{}, fmt.Errorf("mute: want an object with rule or all, for, reason and by: %w", err)
	}
	return r, nil
}

// fromChat stands for what the short form does not say.
const fromChat = "chat"

func parseShort(text string) (Request, error) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return Request{}, fmt.Errorf("mute: found %s, expected a rule and a time, such as \"RootUsage 4h\"", fault.Quote(text))
	}
	r := Request{For: words[1], Reason: strings.Join(words[2:], " "), By: fromChat}
	r.Rule, r.Group, _ = strings.Cut(words[0], "/")
	if r.Reason == "" {
		r.Reason = "asked for in chat"
	}
	return r, nil
}

// Mute is the mute that is asked for, or everything that is wrong with the
// request at once.
func (r Request) Mute(set *rules.Set, id string, now time.Time) (Mute, error) {
	length, wrongLength := r.length()
	err := errors.Join(r.checkWhat(set), wrongLength, checkText("reason", r.Reason), checkText("by", r.By))
	if err != nil {
		return Mute{}, err
	}
	return Mute{
		ID: id, Rule: r.Rule, Group: r.Group, From: now.UTC().Truncate(time.Second), Until: now.Add(length).UTC().Truncate(time.Second),
		Reason: plain.Text(strings.TrimSpace(r.Reason)), By: plain.Text(strings.TrimSpace(r.By)), Critical: r.Critical,
	}, nil
}

var groupShape = regexp.MustCompile(`^[0-9a-f]{8}$`)

// checkWhat checks what is to be muted.
func (r Request) checkWhat(set *rules.Set) error {
	switch {
	case r.All && r.Rule+r.Group != "":
		return errors.New("all: found with a rule or group, expected one or the other")
	case r.All:
		return nil
	case r.Rule == "":
		return errors.New("rule: missing; name one, or say all")
	}
	rule, ok := set.Lookup(r.Rule)
	var faults []error
	switch {
	case !ok:
		faults = append(faults, noRule(r.Rule, set))
	case rule.Severity == rules.Critical && !r.Critical:
		faults = append(faults, fmt.Errorf("rule: %s is critical, which is muted only if the request says critical", r.Rule))
	case r.Group != "" && len(rule.By) == 0:
		faults = append(faults, fmt.Errorf("group: %s does not count by groups", r.Rule))
	}
	if r.Group != "" && !groupShape.MatchString(r.Group) {
		faults = append(faults, fmt.Errorf("group: found %s, expected the group ID of an alert, 8 hexadecimal digits", fault.Quote(r.Group)))
	}
	return errors.Join(faults...)
}

func noRule(name string, set *rules.Set) error {
	var names []string
	for _, r := range set.Rules() {
		names = append(names, r.Name)
	}
	text := "rule: found " + fault.Quote(name) + ", which no rule is called"
	if near := fault.Nearest(name, names); near != "" {
		text += "; did you mean " + near + "?"
	}
	return errors.New(text)
}

func (r Request) length() (time.Duration, error) {
	d, err := time.ParseDuration(r.For)
	if err != nil || d < time.Minute || d > MaxLength {
		return 0, fmt.Errorf("for: found %s, expected a length of time from 1m to 168h, such as 4h", fault.Quote(r.For))
	}
	return d, nil
}

func checkText(name, text string) error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(text)); {
	case n == 0:
		return fmt.Errorf("%s: missing", name)
	case n > MaxText:
		return fmt.Errorf("%s: found %d characters, expected at most %d", name, n, MaxText)
	}
	return nil
}
