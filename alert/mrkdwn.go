package alert

import (
	"regexp"
	"strings"

	"trailnotify/alert/plain"
)

// mrkdwn is the markdown of Slack. Its documentation asks to escape three
// control characters. In a code span there is no formatting, no mention, no
// link and no emoji, so text from a record goes into one, after neutral has
// taken out the control characters and the backticks.

var controls = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// code writes untrusted text as a code span of at most max bytes of text, ""
// for nothing.
func code(s string, max int) string {
	s = plainValue(s, max)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "`" + s + "`"
}

// formatted finds what mrkdwn may take for formatting or an emoji.
var formatted = regexp.MustCompile(`(^|[^\pL\pN])[_~]|[_~]([^\pL\pN]|$)|:[^\s:]+:`)

// titleValue writes untrusted text into a title: as it is where that is inert,
// else as a code span.
func titleValue(s string, max int) string {
	s = plainValue(s, max)
	if formatted.MatchString(s) {
		return "`" + s + "`"
	}
	return s
}

// prose writes our own text, that of rule files and settings included. It may
// have formatting, but no mention and no link.
func prose(s string) string { return controls.Replace(plain.Text(s)) }

// anchor writes a link. An address that could end it too early is left out.
func anchor(l link) string {
	if strings.ContainsAny(l.address, "<>|` \n") || !strings.HasPrefix(l.address, "https://") && !strings.HasPrefix(l.address, "http://") {
		return prose(l.text) + ": " + prose(l.address)
	}
	return "<" + strings.ReplaceAll(l.address, "&", "&amp;") + "|" + prose(l.text) + ">"
}
