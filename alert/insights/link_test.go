package insights

import (
	"strings"
	"testing"
	"time"

	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/window"
)

func TestEventLink(t *testing.T) {
	for _, test := range []struct{ region, id, want string }{
		{"ap-northeast-1", "0d1f3a52-8c2e", "https://ap-northeast-1.console.aws.amazon.com/cloudtrailv2/home?region=ap-northeast-1#/events/0d1f3a52-8c2e"},
		{"cn-north-1", "0d1f3a52-8c2e", "https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events/0d1f3a52-8c2e"},
		{"us-gov-west-1", "0d1f3a52-8c2e", "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/events/0d1f3a52-8c2e"},
		{"evil.example/", "0d1f3a52-8c2e", ""},
		{"us-east-1", "x>|<!channel>", ""},
		{"us-east-1", "short", ""},
		{"", "0d1f3a52-8c2e", ""},
	} {
		if got := EventLink(test.region, test.id); got != test.want {
			t.Errorf("%s %s:\n got %s\nwant %s", test.region, test.id, got, test.want)
		}
	}
}

var (
	start = time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC)
	rule  = &rules.Rule{Name: "UnauthorizedAPICalls", Pattern: pattern.MustCompile(`{ $.errorCode = "Access*" }`)}
)

// linked is the link of a search that changes as given.
func linked(r rules.Rule, change func(*Search, *LogGroup)) string {
	s, in := Search{Rule: &r, From: start, To: start.Add(5 * time.Minute)}, LogGroup{"eu-west-1", "/aws/trail"}
	change(&s, &in)
	return s.Link(in, start.Add(80*time.Minute))
}

// unstarred reads a string of the console's notation back.
func unstarred(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '*' {
			b.WriteByte(s[i])
			continue
		}
		digits := "0123456789abcdef"
		b.WriteByte(byte(strings.IndexByte(digits, s[i+1])<<4 | strings.IndexByte(digits, s[i+2])))
		i += 2
	}
	return b.String()
}

// query is the query that a link opens.
func queryOf(t *testing.T, link string) string {
	t.Helper()
	_, after, _ := strings.Cut(link, "editorString$257E$2527")
	encoded, _, ok := strings.Cut(after, "$257Esource")
	if !ok {
		t.Fatalf("no query in %q", link)
	}
	return unstarred(t, encoded)
}

func TestQueryLink(t *testing.T) {
	link := linked(*rule, func(*Search, *LogGroup) {})
	const want = "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D" +
		"$257E$2528end$257E$25272026-03-02T11*3a15*3a00.000Z$257Estart$257E$25272026-03-02T09*3a55*3a00.000Z" +
		"$257EtimeType$257E$2527ABSOLUTE$257Etz$257E$2527UTC$257EeditorString$257E$2527*23*20rule*20UnauthorizedAPICalls*0afields*20"
	if !strings.HasPrefix(link, want) {
		t.Errorf("got  %s\nwant %s…", link, want)
	}
	if !strings.HasSuffix(link, "$257Esource$257E$2528$257E$2527*2faws*2ftrail$2529$2529") {
		t.Errorf("no log group at the end of %s", link)
	}
	const query = `# rule UnauthorizedAPICalls
fields eventTime, eventName, errorCode, userIdentity.arn, sourceIPAddress, eventID
| filter eventTime >= "2026-03-02T09:55:00Z" and eventTime < "2026-03-02T10:00:00Z"
| filter errorCode like /^Access/
| sort eventTime
| limit 1000`
	if got := queryOf(t, link); got != query {
		t.Errorf("got %s\nwant %s", got, query)
	}
}

func TestQueryLink_Groups(t *testing.T) {
	const arn = "$.userIdentity.sessionContext.sessionIssuer.arn"
	by := func(src string) group.By {
		by, err := rules.ParseBy(src)
		if err != nil {
			t.Fatal(err)
		}
		return by
	}
	of := func(value string) func(*Search, *LogGroup) {
		return func(s *Search, _ *LogGroup) {
			s.Group = window.Group{Kind: window.GroupValue, Value: value}
		}
	}
	tests := map[string]struct {
		by     group.By
		change func(*Search, *LogGroup)
		want   string
	}{
		"one field":      {by("$.sourceIPAddress"), of("203.0.113.9"), `| filter sourceIPAddress = "203.0.113.9"`},
		"the first":      {by("[[" + arn + ", $.userIdentity.arn]]"), of(`x"y`), `| filter coalesce(userIdentity.sessionContext.sessionIssuer.arn,userIdentity.arn) = "x\"y"`},
		"none of them":   {by("[[$.a], [$.b]]"), func(s *Search, _ *LogGroup) { s.Group.Kind = window.GroupMissing }, "| filter not ispresent(a) and not ispresent(b)"},
		"all together":   {by("$.a"), func(s *Search, _ *LogGroup) { s.Group.Kind = window.GroupCeiling }, "eventTime <"},
		"not printable":  {by("$.a"), of("x\ny"), "# for all groups: the value of this one can't be written here"},
		"an object":      {by("$.a"), of(`{"b":1}`), "# for all groups: the value of this one can't be written here"},
		"a dotted field": {by("$.['a.b']"), of("x"), "# for all groups: the value of this one can't be written here"},
		"too long":       {by("$.a"), of(strings.Repeat("/", 500)), "# for all groups: the value of this one is too long for a link"},
		"an actor and an outcome": {
			by("[actor, outcome]"), of("arn:aws:iam::111122223333:role/deploy\x1fsucceeded"),
			`| filter (userIdentity.sessionContext.sessionIssuer.arn = "arn:aws:iam::111122223333:role/deploy" or userIdentity.arn = "arn:aws:iam::111122223333:role/deploy") and (not ispresent(errorCode) or errorCode = "")`,
		},
		"a call that was denied": {
			by("[call, outcome]"), of("iam:CreateUser\x1fdenied"),
			`| filter eventSource in ["iam.amazonaws.com","iam"] and eventName = "CreateUser" and errorCode like /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden/`,
		},
		"where from": {
			by("[account, region, address, network]"), of("111122223333\x1feu-west-1\x1f203.0.113.7\x1f203.0.113.0/24"),
			`| filter coalesce(recipientAccountId,accountId,userIdentity.accountId) = "111122223333" and awsRegion = "eu-west-1" and sourceIPAddress = "203.0.113.7" and isIpv4InSubnet(sourceIPAddress,"203.0.113.0/24")`,
		},
		"IPv6":                      {by("network"), of("2001:db8:1:2::/64"), `| filter isIpv6InSubnet(sourceIPAddress,"2001:db8:1:2::/64")`},
		"no network":                {by("network"), of("AWS Internal"), `| filter sourceIPAddress = "AWS Internal"`},
		"a service":                 {by("actor"), of("ec2.amazonaws.com"), `| filter userIdentity.invokedBy = "ec2.amazonaws.com"`},
		"somebody without an ARN":   {by("[actor, outcome]"), of("account/444455556666/AROAX\x1fdenied"), "# wider than the group: its actor can't be written here\n"},
		"a missing part":            {by("[$.a, outcome]"), of("\x1e\x1fdenied"), "| filter not ispresent(a) and errorCode like"},
		"a value that was cut":      {by("[$.a, outcome]"), of("x…y\x1ehash\x1fdenied"), "# wider than the group: its $.a can't be written here\n"},
		"a separator in a value":    {by("[$.a, region]"), of("x%1Fy\x1feu-west-1"), "# wider than the group: its $.a can't be written here\n"},
		"a service of another name": {by("call"), of("a%253Ab:c"), `| filter eventName = "c"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := *rule
			r.By = test.by
			if got := queryOf(t, linked(r, test.change)); !strings.Contains(got, test.want) {
				t.Errorf("want %q in\n%s", test.want, got)
			}
		})
	}
}

func TestQueryLink_SaysWhatItLeavesOut(t *testing.T) {
	nothing := func(*Search, *LogGroup) {}
	r := *rule
	r.Pattern = pattern.MustCompile("{ $.a[*] = 1 &&\n $.b = 2 }")
	r.Except = []rules.Exception{{Name: "console browsing"}, {Name: "drill"}}
	got := queryOf(t, linked(r, nothing))
	for _, want := range []string{"# wider than the rule: Logs Insights has nothing like $.a[*] = 1\n", "# includes what the rule excepts: console browsing, drill\n", "| filter b = 2\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	r.Pattern = pattern.MustCompile(`{ $.a = "` + strings.Repeat("/", 900) + `" }`)
	if got := queryOf(t, linked(r, nothing)); !strings.Contains(got, "# without the rule's pattern, which is too long for a link\n") || strings.Contains(got, "//") {
		t.Errorf("query without its pattern:\n%s", got)
	}
}

func TestQueryLink_NoneWhereItWouldLeadNowhere(t *testing.T) {
	r := *rule
	r.Pattern = pattern.MustCompile("{}")
	for name, change := range map[string]func(*Search, *LogGroup){
		"no region":    func(_ *Search, in *LogGroup) { in.Region = "" },
		"no log group": func(_ *Search, in *LogGroup) { in.Name = "" },
		"no name":      func(_ *Search, in *LogGroup) { in.Name = "a b" },
		"a long name":  func(_ *Search, in *LogGroup) { in.Name = strings.Repeat("/", 512) },
	} {
		if got := linked(r, change); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// The queries of each partition open in its own console.
func TestQueryLink_OfEveryPartition(t *testing.T) {
	for region, host := range map[string]string{
		"eu-west-1":      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:",
		"cn-northwest-1": "https://cn-northwest-1.console.amazonaws.cn/cloudwatch/home?region=cn-northwest-1#logsV2:",
		"us-gov-east-1":  "https://us-gov-east-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-east-1#logsV2:",
	} {
		link := linked(*rule, func(_ *Search, in *LogGroup) { in.Region = region })
		if !strings.HasPrefix(link, host) {
			t.Errorf("%s: %s", region, link)
		}
	}
}
