package alert

import "strings"

// mrkdwn is the markdown of Slack. It knows three characters as control
// characters, which its documentation says to escape, and inside of a code span
// nothing else: no formatting, no mention, no link, no emoji. So text from a
// record stands in a code span, and a backtick in it becomes another quote.

var (
	controls  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	backticks = strings.NewReplacer("`", "'")
)

// code writes untrusted text as a code span of at most max bytes of text, "" for
// nothing.
func code(s string, max int) string {
	s = Clip(defang(Plain(s)), max)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "`" + controls.Replace(backticks.Replace(s)) + "`"
}

// prose writes our own text, that of rule files and settings included. It may
// have formatting, but no mention and no link.
func prose(s string) string { return controls.Replace(Plain(s)) }

// anchor writes a link. An address that could end it too early is left out.
func anchor(l link) string {
	if strings.ContainsAny(l.address, "<>|` \n") || !strings.HasPrefix(l.address, "https://") && !strings.HasPrefix(l.address, "http://") {
		return prose(l.text) + ": " + prose(l.address)
	}
	return "<" + strings.ReplaceAll(l.address, "&", "&amp;") + "|" + prose(l.text) + ">"
}
