package alert

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"trailnotify/alert/alarm"
	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
	"trailnotify/internal/schematest"
	"trailnotify/window"
)

// baits are what mail programs and chats turn into a link, a mention or a word
// in bold, each around one of a few signs. They know nothing of how neutral
// works.
var baits = map[string]struct {
	signs string
	form  *regexp.Regexp
}{
	"an address with a scheme": {":", regexp.MustCompile(`(?i)[a-z0-9]:\\?/\\?/`)},
	"a scheme without slashes": {":", regexp.MustCompile(`(?i)\b(mailto|tel|sms|sip|javascript|data|file|skype|callto|facetime):`)},
	"www":                      {".", regexp.MustCompile(`(?i)\bwww\.`)},
	"a domain":                 {".。．｡․", regexp.MustCompile(`(?i)[\pL\pN_-][.。．｡․][\pL\pM]{2}`)},
	"an address of a person":   {"@", regexp.MustCompile(`[^\s\[]@|@[^\s\]…]`)},
	"a mention or a tag":       {"<", regexp.MustCompile(`<\S`)},
	"a link of Markdown":       {"(", regexp.MustCompile(`\]\(`)},
	"a path of Windows":        {`\`, regexp.MustCompile(`\\\\[a-z]`)},
	"code or bold text":        {"`*", regexp.MustCompile("[`*]")},
	"an entity":                {"&", regexp.MustCompile(`&#?\w+;`)},
	"an invisible character": {
		"\u200b\u200d\u2060\u00ad\u202e\ufe0f\u034f\U000e0041", regexp.MustCompile(`[^ -~]`),
	},
}

// nobodyElses are names that are AWS's own.
var nobodyElses = regexp.MustCompile(`^([a-z0-9-]+\.amazonaws\.com(\.cn)?|Client\.UnauthorizedOperation)$`)

// withoutNames leaves out names of AWS.
func withoutNames(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,、\n", r) })
	return strings.Join(slices.DeleteFunc(words, nobodyElses.MatchString), " ")
}

// checkInert reports what in a text a program would react to.
func checkInert(t testing.TB, where, text string) {
	t.Helper()
	text = withoutNames(text)
	for name, bait := range baits {
		for i, r := range text {
			if !strings.ContainsRune(bait.signs, r) {
				continue
			}
			const around = 16 // bytes
			near := strings.ToValidUTF8(text[max(0, i-around):min(len(text), i+around)], "")
			if i > around { // half a word is none
				near = strings.TrimLeftFunc(near, unicode.IsLetter)
			}
			if found := bait.form.FindString(near); found != "" {
				t.Errorf("%s: %s, %q, in %q", where, name, found, text)
				break
			}
		}
	}
}

// Each expression must find what it is there for.
func TestBaits_AreSeen(t *testing.T) {
	for name, text := range map[string]string{
		"an address with a scheme": "HTTPS://x",
		"a scheme without slashes": "x MailTo:y",
		"www":                      "WWW.x",
		"a domain":                 "EVIL.Com/x",
		"an address of a person":   "a@b",
		"a mention or a tag":       "<!here>",
		"a link of Markdown":       "[x](y)",
		"a path of Windows":        `\\host`,
		"code or bold text":        "*x*",
		"an entity":                "&#46;",
		"an invisible character":   "a\u200bb",
	} {
		if bait := baits[name]; bait.form == nil || !bait.form.MatchString(text) || !strings.ContainsAny(text, bait.signs) {
			t.Errorf("%s is not seen in %q", name, text)
		}
	}
}

// fragments are put together to what an attacker may write into a record.
var fragments = []string{
	"http://", "HTTPS://", "hTTp:", "ftp://", "://", ":", "//", "/", "www.", "WwW.", "wWw", "mailto:", "MAILTO:", "Mailto", "tel:", "data:", "JavaScript:",
	"user@host", "Bob@Evil.Example", "@", "@here", "evil.com", "EVIL.CO.JP", "evil", "com", ".", "。", "．", "｡", "․", "xn--p1ai", "пример.рф", "例え", "テスト",
	"<!here>", "<!CHANNEL>", "<@U012>", "<#C1|x>", "<!subteam^S1>", "<https://e.example|x>", "<", ">", "|", "[x](", "[", "]", "(", ")", "[x](//E.com)", "](",
	"`", "*", "_", "~", "&lt;!channel&gt;", "&#46;", "&amp;", "&", `\\host\c$`, `\`, "-", "=", "1", "203.0.113.7", " ", "\n", "\t", "\u00a0",
	"\u200b", "\u200d", "\u2060", "\u00ad", "\u202e", "\ufe0f", "\u034f", "\ufffe", "\U000e0041", "arn:aws:s3:::", "sts.amazonaws.com",
}

// hostile puts up to eight fragments together.
func hostile(random *rand.Rand) string {
	var b strings.Builder
	for range 1 + random.IntN(8) {
		b.WriteString(fragments[random.IntN(len(fragments))])
	}
	return b.String()
}

// No matter which field of a record says it, in no message for people is it a
// link, a mention or formatting.
func TestMessages_HoldNothingToReactTo(t *testing.T) {
	random, s := rand.New(rand.NewPCG(1, 2)), readSchema(t)
	for range 300 {
		checkReaction(t, s, func() string { return hostile(random) })
		if t.Failed() {
			return
		}
	}
}

// The same for every built-in rule: its calls stay as they are, and everything
// that a caller writes is hostile.
func TestMessages_OfEveryRuleOnHostileRecords(t *testing.T) {
	random, s := rand.New(rand.NewPCG(3, 4)), readSchema(t)
	for set, list := range builtinRules(t) {
		for _, r := range list {
			t.Run(set+"/"+r.Name, func(t *testing.T) {
				examples, err := r.Examples()
				if err != nil {
					t.Fatal(err)
				}
				c := exampleCrossing(t, r)
				c.Summaries = nil
				for _, e := range examples {
					if e.Match {
						c.Summaries = append(c.Summaries, summary.Of(cloudtrail.Record{JSON: hostileRecord(t, e.Record, random)}))
					}
				}
				c.Count = max(len(c.Summaries), 1)
				checkMessages(t, s, New(r, c, home))
				c.Group, c.Storm = window.Group{Kind: window.GroupStorm}, &window.Storm{Groups: 3, Names: []string{hostile(random)}}
				checkMessages(t, s, New(r, c, home))
				checkMessages(t, s, NewClosing(r, closingsOf(c, -1), home))
			})
		}
	}
}

// hostileRecord replaces every text in a record that its caller may choose, and
// gives the call all the parameters that the table of calls reads.
func hostileRecord(t *testing.T, record []byte, random *rand.Rand) []byte {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal(record, &members); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"userIdentity", "requestParameters", "responseElements", "sourceIPAddress", "userAgent", "errorMessage"} {
		members[key] = hostileValue(members[key], random)
	}
	request, _ := members["requestParameters"].(map[string]any)
	if request == nil {
		request = map[string]any{}
	}
	for _, name := range []string{
		"roleName", "userName", "groupName", "policyArn", "policyName", "bucketName", "name", "keyId", "groupId", "networkAclId", "routeTableId", "vpcId",
		"internetGatewayId", "policyId", "targetId", "accountId", "configurationRecorderName", "deliveryChannelName", "destinationCidrBlock",
	} {
		if request[name] == nil {
			request[name] = hostile(random)
		}
	}
	request["ipPermissions"] = map[string]any{"items": []any{map[string]any{
		"ipProtocol": hostile(random), "fromPort": 22, "toPort": 22, "ipRanges": map[string]any{"items": []any{map[string]any{"cidrIp": hostile(random)}}},
	}}}
	members["requestParameters"] = request
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func hostileValue(v any, random *rand.Rand) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = hostileValue(v[key], random)
		}
		return v
	case []any:
		for i := range v {
			v[i] = hostileValue(v[i], random)
		}
		return v
	default:
		return hostile(random)
	}
}

// checkReaction fills every text that a record can choose, and looks at every
// format in every language.
func checkReaction(t *testing.T, s *schematest.Schema, text func() string) {
	t.Helper()
	c := burst()
	c.Group = window.Group{Kind: window.GroupValue, Value: text()}
	c.Storm = &window.Storm{Groups: 3, Names: []string{text(), text()}}
	c.Summaries = nil
	for range 3 {
		c.Summaries = append(c.Summaries, summary.Summary{
			EventID: text(), API: text(), Actor: text(), Source: text(), Error: text(), Account: text(), Region: text(), Key: text(),
			MFA: text(), Via: text(), Client: text(), Resource: text(), Failure: text(), Facts: "role=" + text() + ";policy=" + text(),
		}.Encode())
	}
	checkMessages(t, s, New(rule, c, home))
	c.Storm = nil
	checkMessages(t, s, New(rule, c, home))
}

// checkAlarm looks at what a program that posts alarms would show.
func checkAlarm(t *testing.T, encoded []byte) {
	t.Helper()
	var message struct {
		AlarmDescription, NewStateReason string
		Trigger                          struct{ Dimensions []alarm.Dimension }
	}
	if err := json.Unmarshal(encoded, &message); err != nil {
		t.Fatal(err)
	}
	if n := len(message.AlarmDescription); n > maxAlarmDescription {
		t.Errorf("description of %d bytes", n)
	}
	checkInert(t, "the description of an alarm", message.AlarmDescription)
	checkInert(t, "the reason of an alarm", message.NewStateReason)
	checkPlain(t, strings.ReplaceAll(message.AlarmDescription, "\n", ""))
	for _, d := range message.Trigger.Dimensions {
		checkPlain(t, d.Value)
		checkInert(t, "the dimension of an alarm", d.Value)
		if len(d.Value) > maxDimension {
			t.Errorf("dimension of %d bytes", len(d.Value))
		}
	}
}

// A program that shows the JSON itself, in place of reading it, finds nothing
// in angle brackets.
func TestAlert_JSONHasNoBrackets(t *testing.T) {
	c := burst()
	c.Group = window.Group{Kind: window.GroupValue, Value: "<!channel>&"}
	a := New(rule, c, Deployment{})
	for _, encoded := range []string{string(a.JSON()), string(a.Alarm("arn:aws:sns:eu-west-1:111122223333:x"))} {
		if strings.ContainsAny(encoded, "<>&") {
			t.Errorf("%s", encoded)
		}
	}
	var back Alert
	if err := json.Unmarshal(a.JSON(), &back); err != nil || back.Group != "<!channel>&" {
		t.Errorf("group %q, error %v", back.Group, err)
	}
}
