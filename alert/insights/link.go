package insights

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A record may say anything: what goes into a link has to look like what it is.
// The lengths are checked apart from the forms: an expression that counts to
// hundreds takes milliseconds to compile, at every start.
var (
	regionForm   = regexp.MustCompile(`^[a-z]{2}(-[a-z]+){1,3}-[0-9]{1,2}$`)
	eventIDForm  = regexp.MustCompile(`^[0-9a-zA-Z-]+$`)
	logGroupForm = regexp.MustCompile(`^[.\-_/#A-Za-z0-9]+$`)
)

// IsRegion reports whether s has the form of a region's name.
func IsRegion(s string) bool { return regionForm.MatchString(s) }

// IsEventID reports whether s has the form of a CloudTrail event ID.
func IsEventID(s string) bool { return len(s) >= 8 && len(s) <= 64 && eventIDForm.MatchString(s) }

func isLogGroup(s string) bool { return len(s) <= 512 && logGroupForm.MatchString(s) }

// console is the address of the AWS console in a region, by its partition.
func console(region string) string {
	host := "console.aws.amazon.com"
	switch {
	case strings.HasPrefix(region, "cn-"):
		host = "console.amazonaws.cn"
	case strings.HasPrefix(region, "us-gov-"):
		host = "console.amazonaws-us-gov.com"
	}
	return "https://" + region + "." + host
}

// EventLink leads to a record in CloudTrail's event history of its region. It
// is "" if the region or the event ID is none.
func EventLink(region, eventID string) string {
	if !IsRegion(region) || !IsEventID(eventID) {
		return ""
	}
	return fmt.Sprintf("%s/cloudtrailv2/home?region=%s#/events/%s", console(region), region, eventID)
}

// A LogGroup is where the records of a search are.
type LogGroup struct{ Region, Name string }

// MaxLink is the length of the longest link, which leaves room for everything
// else in a chat message.
const MaxLink = 1600

// Link opens the query of the search in the AWS console, over the log events
// from the beginning of the search until a time after its end: log events are
// later than what they record. If the query makes the link too long it goes
// without the pattern, then without the group, and says so. The link is "" if
// the log group or its region can't be one, or if the rule waits for its home
// regions.
func (s Search) Link(in LogGroup, until time.Time) string {
	if !IsRegion(in.Region) || !isLogGroup(in.Name) || s.Rule.Pattern == nil {
		return ""
	}
	q := s.query()
	for _, shorten := range []func(){func() {}, q.withoutPattern, q.withoutGroup} {
		shorten()
		if link := address(q.text(), in, s.From, until); len(link) <= MaxLink {
			return link
		}
	}
	return ""
}

// address writes a query in the notation of the console: a tree of
// ~(name~value…). A string begins with an apostrophe; everything in it but
// letters, digits and -._ is written as * and two hexadecimal digits. The signs
// of the tree are percent-encoded twice, and the percent signs are dollar
// signs, so that nothing in the address ends a link in a text.
func address(query string, in LogGroup, from, until time.Time) string {
	const instant = "2006-01-02T15:04:05.000Z"
	tree := fmt.Sprintf("~(end~'%s~start~'%s~timeType~'ABSOLUTE~tz~'UTC~editorString~'%s~source~(~'%s))",
		starred(until.UTC().Format(instant)), starred(from.UTC().Format(instant)), starred(query), starred(in.Name))
	return console(in.Region) + "/cloudwatch/home?region=" + in.Region + "#logsV2:logs-insights$3FqueryDetail$3D" + dollars.Replace(tree)
}

var dollars = strings.NewReplacer("~", "$257E", "(", "$2528", ")", "$2529", "'", "$2527")

// starred writes a string of the console's notation.
func starred(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "*%02x", c)
		}
	}
	return b.String()
}
