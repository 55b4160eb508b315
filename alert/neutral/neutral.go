// Package neutral makes text from a record inert for every program that shows
// it to people.
//
// Mail programs and chats turn parts of a text into links and mentions, and
// some programs post an alarm's text to a chat unchanged. So text from a record
// is made neutral before it goes into any message for people:
//
//   - A sign that makes a link gets brackets: https[:]//evil[.]example,
//     mailto[:]x, carol[@]example[.]com, [\]\host.
//   - A sign that begins a mention, code, bold text or an entity becomes one
//     that looks like it: ‹!channel›.
//   - A blank separates the parts of a Markdown link: [x] (y).
//
// The machine form has the exact value.
package neutral

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trailnotify/alert/plain"
)

// ofAWS is a whole text that AWS alone writes: the name of a service, or the
// error code of EC2 that half of all alerts have. All names directly below
// these domains belong to AWS. None is long enough to be cut short: the
// beginning of a name may be another name.
var ofAWS = regexp.MustCompile(`^([a-z0-9-]{1,30}\.amazonaws\.com(\.cn)?|Client\.UnauthorizedOperation)$`)

// Text makes text from a record plain, and inert for every program that
// shows it. Names of AWS stay as they are.
func Text(s string) string {
	s = plain.Text(s)
	if ofAWS.MatchString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if makesLink(s[:i], r, s[i+utf8.RuneLen(r):]) {
			b.WriteString("[" + string(r) + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(Signs.Replace(b.String()), "](", "] (")
}

// LeastClip is the least number of bytes that neutral text may be cut to; a
// name of AWS is never longer.
const LeastClip = 48

// Signs are replaced in our own text too where a program may post it to a chat.
var Signs = strings.NewReplacer("<", "‹", ">", "›", "&", "＆", "`", "'", "*", "∗")

// makesLink reports whether a character makes a link of what is around it.
func makesLink(before string, r rune, after string) bool {
	switch r {
	case '@':
		return true
	case ':':
		return strings.HasPrefix(after, "//") || slices.Contains(schemes, lastWord(before))
	case '\\':
		return strings.HasPrefix(after, `\`)
	case '.', '。', '．', '｡', '․': // browsers take the others for the first
		return lastWord(before) == "www" || beginsTopLevel(after)
	default:
		return false
	}
}

// schemes are those of addresses without slashes.
var schemes = []string{
	"mailto", "tel", "sms", "sip", "sips", "xmpp", "callto", "facetime", "skype", "javascript", "vbscript", "data", "file", "magnet",
}

// lastWord is the word that a text ends in, in small letters.
func lastWord(s string) string {
	start := len(s)
	for start > 0 && isWordByte(s[start-1]) {
		start--
	}
	return strings.ToLower(s[start:])
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// beginsTopLevel reports whether the text after a dot may begin with a
// top-level domain, which has two letters or more. After the dots of numbers
// and network addresses there are digits.
func beginsTopLevel(s string) bool {
	letters := 0
	for _, r := range s {
		if !unicode.In(r, unicode.L, unicode.M) {
			break
		}
		letters++
	}
	return letters >= 2
}
