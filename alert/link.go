package alert

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"trailnotify/rules"
	"trailnotify/window"
)

// A record may say anything: what goes into a link has to look like what it is.
var (
	regionName    = regexp.MustCompile(`^[a-z]{2}(-[a-z]+){1,3}-[0-9]{1,2}$`)
	eventIDShape  = regexp.MustCompile(`^[0-9a-zA-Z-]+$`)
	logGroupShape = regexp.MustCompile(`^[.\-_/#A-Za-z0-9]+$`)
)

// The lengths stand apart: an expression that counts to hundreds takes
// milliseconds to compile, at every start.

func isEventID(s string) bool { return len(s) >= 8 && len(s) <= 64 && eventIDShape.MatchString(s) }

func isLogGroup(s string) bool { return len(s) <= 512 && logGroupShape.MatchString(s) }

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

// eventLink leads to a record in the event history of its region, "" where the
// record does not say which that is.
func eventLink(s Summary) string {
	if !regionName.MatchString(s.Region) || !isEventID(s.EventID) {
		return ""
	}
	return fmt.Sprintf("%s/cloudtrailv2/home?region=%s#/events/%s", console(s.Region), s.Region, s.EventID)
}

const (
	// maxQueryLink leaves room for everything else in a chat message.
	maxQueryLink = 1600
	// arrival is how long after an alert records of its window may still come.
	arrival = 15 * time.Minute
)

// queryLink leads to a query for the matches of the alert in Logs Insights. A
// query that makes the link too long goes without the pattern, then without the
// group, and says so.
func queryLink(r *rules.Rule, c window.Crossing, a Alert, d Deployment) string {
	if !regionName.MatchString(d.Region) || !isLogGroup(d.LogGroup) || r.Pattern == nil {
		return ""
	}
	q := newQuery(r, c, a)
	for _, cut := range []func(){func() {}, q.withoutPattern, q.withoutGroup} {
		cut()
		if link := insights(q.text(), a, d); len(link) <= maxQueryLink {
			return link
		}
	}
	return ""
}

// insights writes the address of a query in the notation of the console: a
// tree of ~(name~value…), strings behind an apostrophe, in them everything but
// letters, digits and -._ as * and two hexadecimal digits. The signs of the tree
// are percent-encoded twice, and the percent signs are dollar signs, so that
// nothing in the address ends a link in a text.
func insights(query string, a Alert, d Deployment) string {
	const instant = "2006-01-02T15:04:05.000Z"
	tree := fmt.Sprintf("~(end~'%s~start~'%s~timeType~'ABSOLUTE~tz~'UTC~editorString~'%s~source~(~'%s))",
		starred(a.Published.Add(arrival).Format(instant)), starred(a.Window.Start.Format(instant)),
		starred(query), starred(d.LogGroup))
	return console(d.Region) + "/cloudwatch/home?region=" + d.Region + "#logsV2:logs-insights$3FqueryDetail$3D" + dollars.Replace(tree)
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
