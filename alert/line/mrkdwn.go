package line

import (
	"regexp"
	"strings"
	"unicode/utf16"

	"trailnotify/alert/plain"
)

// mrkdwn is the markdown of Slack. Its documentation asks to escape three
// control characters. In a code span there is no formatting, no mention, no
// link and no emoji, so text from a record goes into one, after it was made
// neutral, which takes out the control characters and the backticks.

// Mrkdwn is the form of chat messages: untrusted text is code.
var Mrkdwn = Form{code, Prose}

// Title is the form of the titles of chat messages: untrusted text is code only
// where it could be formatting.
var Title = Form{titleValue, Prose}

var controls = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// code writes untrusted text as a code span of at most so many bytes of text,
// "" for nothing.
func code(s string, most int) string {
	s = value(s, most)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "`" + s + "`"
}

// formatted finds what mrkdwn may take for formatting or an emoji.
var formatted = regexp.MustCompile(`(^|[^\pL\pN])[_~]|[_~]([^\pL\pN]|$)|:[^\s:]+:`)

func titleValue(s string, most int) string {
	s = value(s, most)
	if formatted.MatchString(s) {
		return "`" + s + "`"
	}
	return s
}

// Prose writes our own text, that of rule files and settings included. It may
// have formatting, but no mention and no link.
func Prose(s string) string { return controls.Replace(plain.Text(s)) }

// Anchor writes a link. An address that could end it too early is left out.
func Anchor(text, address string) string {
	if strings.ContainsAny(address, "<>|` \n") || !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return Prose(text) + ": " + Prose(address)
	}
	return "<" + strings.ReplaceAll(address, "&", "&amp;") + "|" + Prose(text) + ">"
}

// Units is the length of a text as chat applications count it.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// Fit cuts text of ours to so many units, with an ellipsis. It never cuts an
// escaped character in two.
func Fit(s string, most int) string {
	if Units(s) <= most {
		return s
	}
	n, keep := 0, 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most-1 {
			break
		}
		keep = i + len(string(r))
	}
	if at := strings.LastIndexByte(s[:keep], '&'); at >= 0 && !strings.Contains(s[at:keep], ";") {
		keep = at
	}
	return s[:keep] + "…"
}
