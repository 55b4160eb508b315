package alert

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/alert/summary"
	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/window"
)

var (
	start = time.Date(2026, 3, 2, 9, 55, 0, 0, time.UTC)
	rule  = &rules.Rule{
		By:   group.By{group.First(selector("$.sourceIPAddress"))},
		Name: "UnauthorizedAPICalls", Description: "Unauthorized API calls", Severity: rules.Medium, Threshold: 3,
		Period: 5 * time.Minute, Reference: []string{"CloudWatch.2"}, Runbook: "https://runbooks.example.com/unauthorized",
	}
	counted = &window.Rule{Name: rule.Name, Threshold: rule.Threshold, Period: rule.Period}
)

func selector(src string) pattern.Selector {
	s, err := pattern.ParseSelector(src)
	if err != nil {
		panic(err)
	}
	return s
}

// burst is a crossing of four matches of two actors.
func burst() window.Crossing {
	const none, scp = "no identity-based policy allows it", "explicit deny in a service control policy"
	sample := []summary.Summary{
		{EventID: "0d1f3a52-0003", Time: start.Add(2 * time.Minute), API: "iam:ListUsers", Actor: "arn:aws:iam::111122223333:user/ci", Source: "198.51.100.7", Error: "AccessDenied", Denial: none, MFA: "no", Via: summary.ViaAPI, Client: "aws-cli", Account: "111122223333", Region: "us-east-1"},
		{EventID: "0d1f3a52-0001", Time: start.Add(time.Minute), API: "s3:ListBuckets", Resource: "bucketName=logs", Key: "AKIAIOSFODNN7EXAMPLE", Actor: "arn:aws:iam::111122223333:user/ci", Source: "198.51.100.7", Error: "AccessDenied", Denial: none, MFA: "no", Via: summary.ViaAPI, Client: "aws-cli", Account: "111122223333", Region: "us-east-1"},
		{EventID: "0d1f3a52-0002", Time: start.Add(time.Minute), API: "iam:ListUsers", Actor: "arn:aws:sts::111122223333:assumed-role/web/i-1", Source: "203.0.113.9", Error: "Client.UnauthorizedOperation", Denial: scp, Via: "cloudformation.amazonaws.com", Client: "terraform", Account: "111122223333", Region: "ap-northeast-1"},
		{EventID: "0d1f3a52-0004", Time: start.Add(3 * time.Minute), API: "iam:ListUsers", Actor: "arn:aws:iam::111122223333:user/ci", Source: "198.51.100.7", Error: "AccessDenied", Denial: none, MFA: "no", Via: summary.ViaConsole, Client: "aws-cli", Account: "111122223333", Region: "us-east-1"},
	}
	c := window.Crossing{
		Rule: counted, Start: start, End: start.Add(5 * time.Minute), Count: 4,
		First: start.Add(time.Minute), Last: start.Add(3 * time.Minute),
		Excepted: map[string]window.Tally{"console browsing": {N: 2, AtLeast: true}},
	}
	for _, s := range sample {
		c.Summaries = append(c.Summaries, s.Encode())
	}
	return c
}

func TestNew_TellsTheSampleTogether(t *testing.T) {
	a := New(rule, burst(), Deployment{})
	want := Alert{
		SchemaVersion: 2, ID: a.ID, Kind: KindAlert, RuleSeverity: "medium",
		Title:     "ci +1 was not allowed to call iam:ListUsers ×3, +1 kind · account 111122223333 · N. Virginia +1",
		Published: start.Add(3 * time.Minute), Rule: "UnauthorizedAPICalls", Description: "Unauthorized API calls", Severity: "medium",
		Count: 4, Threshold: 3, Period: "5m", Window: Window{start, start.Add(5 * time.Minute)},
		First: start.Add(time.Minute), Last: start.Add(3 * time.Minute),
		Sample:     4,
		AccessKeys: []string{"AKIAIOSFODNN7EXAMPLE"},
		MFA:        []Counted{{Name: "no", Count: 3}},
		Via:        []Counted{{Name: "api", Count: 2}, {Name: "cloudformation.amazonaws.com", Count: 1}, {Name: "console", Count: 1}},
		Clients:    []Counted{{Name: "aws-cli", Count: 3}, {Name: "terraform", Count: 1}},
		Resources:  []Counted{{Name: "bucketName=logs", Count: 1}},
		Denials:    []Counted{{Name: "no identity-based policy allows it", Count: 3}, {Name: "explicit deny in a service control policy", Count: 1}},
		Links:      Links{Event: "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0d1f3a52-0001"},
		Accounts:   []string{"111122223333"},
		Regions:    []string{"us-east-1", "ap-northeast-1"},
		Actors:     []string{"arn:aws:iam::111122223333:user/ci", "arn:aws:sts::111122223333:assumed-role/web/i-1"},
		Sources:    []string{"198.51.100.7", "203.0.113.9"},
		Networks:   []Counted{{Name: "198.51.100.0/24", Count: 3}, {Name: "203.0.113.0/24", Count: 1}},
		APICalls:   []Counted{{Name: "iam:ListUsers", Count: 3}, {Name: "s3:ListBuckets", Count: 1}},
		Calls:      []Call{{Name: "iam:ListUsers", Outcome: "denied", Count: 3}, {Name: "s3:ListBuckets", Outcome: "denied", Count: 1}},
		Errors:     []Counted{{Name: "AccessDenied", Count: 3}, {Name: "Client.UnauthorizedOperation", Count: 1}},
		Outcomes:   []Counted{{Name: "denied", Count: 4}},
		Actions: []Action{
			{Call: "iam:ListUsers", Outcome: "denied", Count: 2, Error: "AccessDenied", Reason: "no identity-based policy allows it"},
			{Call: "s3:ListBuckets", Outcome: "denied", Count: 1, Resource: "bucketName=logs", Error: "AccessDenied", Reason: "no identity-based policy allows it"},
			{Call: "iam:ListUsers", Outcome: "denied", Count: 1, Error: "Client.UnauthorizedOperation", Reason: "explicit deny in a service control policy"},
		},
		EventIDs: []string{"0d1f3a52-0001", "0d1f3a52-0002", "0d1f3a52-0003", "0d1f3a52-0004"},
		Excepted: map[string]Tally{"console browsing": {2, true}},
		Runbook:  rule.Runbook, Reference: rule.Reference,
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("alert (-want +got):\n%s", diff)
	}
}

func TestAlert_Text(t *testing.T) {
	const want = `[medium] ci +1 was not allowed to call iam:ListUsers ×3, +1 kind · account 111122223333 · N. Virginia +1

Who: user/ci, role/web/i-1
From: 198.51.100.7, 203.0.113.9
What: iam:ListUsers ×3, s3:ListBuckets
Outcome: denied: no identity-based policy allows it ×3, denied: explicit deny in a service control policy
Where: account 111122223333, N. Virginia (us-east-1), Tokyo (ap-northeast-1)
When: 2026-03-02 09:56:00 to 09:58:00 UTC

Rule: UnauthorizedAPICalls (Unauthorized API calls), 4 (threshold 3) in 5m
Resources: bucketName=logs
Access key: AKIAIOSFODNN7EXAMPLE
How: API ×2, through cloudformation.amazonaws.com, console, aws-cli ×3, terraform, without MFA ×3
Excepted: at least 2 by console browsing
Events: 0d1f3a52-0001, 0d1f3a52-0002, 0d1f3a52-0003, 0d1f3a52-0004
Reference: CloudWatch.2

First event in CloudTrail
https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0d1f3a52-0001

Runbook
https://runbooks.example.com/unauthorized
`
	if diff := cmp.Diff(want, New(rule, burst(), Deployment{}).Text(Reader{})); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestAlert_TextInJapanese(t *testing.T) {
	const want = `[重要度: 中] ci +1 が iam:ListUsers を呼び出し (拒否) ×3、ほか1種類 · 本番 (111122223333) · バージニア北部 +1

誰が: user/ci、role/web/i-1
どこから: 198.51.100.7、203.0.113.9
何を: iam:ListUsers ×3、s3:ListBuckets
結果: 拒否: アイデンティティベースのポリシーに許可がない ×3、拒否: サービスコントロールポリシー (SCP) による明示的な拒否
どこで: 本番 (111122223333)、バージニア北部 (us-east-1)、東京 (ap-northeast-1)
いつ: 2026-03-02 18:56:00〜18:58:00 JST (2026-03-02 09:56:00〜09:58:00 UTC)

ルール: UnauthorizedAPICalls (許可されていない API 呼び出し)、5分間に4件 (しきい値 3)
対象: bucketName=logs
アクセスキー: AKIAIOSFODNN7EXAMPLE
方法: API ×2、cloudformation.amazonaws.com 経由、コンソール、aws-cli ×3、terraform、MFA なし ×3
除外: console browsing: 少なくとも2件
イベント: 0d1f3a52-0001、0d1f3a52-0002、0d1f3a52-0003、0d1f3a52-0004
参照: CloudWatch.2

最初のイベント (CloudTrail)
https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0d1f3a52-0001

対応手順
https://runbooks.example.com/unauthorized
`
	from := Deployment{Accounts: map[string]string{"111122223333": "本番"}}
	reader := Reader{Japanese, time.FixedZone("JST", 9*60*60)}
	if diff := cmp.Diff(want, New(rule, burst(), from).Text(reader)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestAlert_TextSaysWhatIsUnusual(t *testing.T) {
	tests := map[string]struct {
		change func(*window.Crossing)
		want   string
	}{
		"a lower bound":    {func(c *window.Crossing) { c.AtLeast = true }, ", at least 4 (threshold 3) in 5m\n"},
		"a single match":   {func(c *window.Crossing) { c.Count = 1 }, ", 1 (threshold 3) in 5m\n"},
		"late":             {func(c *window.Crossing) { c.Late = 90 * time.Second }, "reported 1m30s late"},
		"overtaken":        {func(c *window.Crossing) { c.Overtaken = true }, "after a newer alert for this rule"},
		"more than sample": {func(c *window.Crossing) { c.Count = 57 }, "Sample: based on 4 of 57 matches\n"},
		"since the last alert": {
			func(c *window.Crossing) { c.SinceLast, c.SinceLastKnown = 17, true }, "17 matches since the last alert",
		},
		"a group": {
			func(c *window.Crossing) { c.Group = window.Group{Kind: window.GroupValue, Value: "203.0.113.9"} }, "Group: 203.0.113.9\n",
		},
		"no group":   {func(c *window.Crossing) { c.Group.Kind = window.GroupMissing }, "Group: (no value)\n"},
		"a ceiling":  {func(c *window.Crossing) { c.Ceiling = true }, "Group: all groups together\n"},
		"nothing":    {func(c *window.Crossing) { c.Summaries, c.First, c.Excepted = nil, time.Time{}, nil }, "[medium] Unauthorized API calls\n\nRule: UnauthorizedAPICalls (Unauthorized API calls), 4 (threshold 3) in 5m\nSample: based on 0 of 4 matches\nReference: "},
		"an address": {func(c *window.Crossing) { c.Summaries = [][]byte{[]byte("phttps://evil.example/x")} }, "Who: https[:]//evil[.]example/x\n"},
		"a storm": {
			func(c *window.Crossing) {
				c.Storm = &window.Storm{Groups: 21, AtLeast: true, Names: []string{"a\nb", ""}}
			},
			"[medium] at least 21 groups: was not allowed to call iam:ListUsers ×3, +1 kind · account 111122223333 · N. Virginia +1\n\nGroups: a\uFFFDb, missing\n",
		},
		"another account": {
			func(c *window.Crossing) {
				c.Summaries = append(c.Summaries, summary.Summary{Actor: "arn:aws:iam::444455556666:user/mallory"}.Encode())
			},
			"user/mallory from account 444455556666",
		},
		"no account": {
			func(c *window.Crossing) { c.Summaries = [][]byte{summary.Summary{Account: "<!channel>"}.Encode()} }, "Where: account ?\n",
		},
		"dated ahead": {
			func(c *window.Crossing) {
				c.Summaries = append(c.Summaries, summary.Summary{EventID: "0d1f3a52-0005", Skewed: "yes"}.Encode(), summary.Summary{Skewed: "yes"}.Encode())
			},
			"Clock: 2 of the records shown were dated ahead and count at the time they were logged\n",
		},
		"one dated ahead": {
			func(c *window.Crossing) { c.Summaries = append(c.Summaries, summary.Summary{Skewed: "yes"}.Encode()) },
			"Clock: 1 of the records shown was dated ahead and counts at the time it was logged\n",
		},
		"another day": {func(c *window.Crossing) { c.Last = c.Last.Add(24 * time.Hour) }, "2026-03-02 09:56:00 to 2026-03-03 09:58:00 UTC"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := burst()
			test.change(&c)
			if got := New(rule, c, Deployment{}).Text(Reader{}); !strings.Contains(got, test.want) {
				t.Errorf("want %q in\n%s", test.want, got)
			}
		})
	}
}

// The topic of an alert that another one refused says why it gets it.
func TestAlert_SaysThatItWasDiverted(t *testing.T) {
	a := New(rule, burst(), Deployment{})
	a.Diverted = "arn:aws:sns:eu-west-1:111122223333:alerts-high"
	for want, got := range map[string]string{
		"\nDiverted: sent here because arn:aws:sns:eu-west-1:111122223333:alerts-high refused it\n":    a.Text(Reader{}),
		"\n*Diverted* sent here because `arn:aws:sns:eu-west-1:111122223333:alerts-high` refused it\n": a.Chat(Reader{}).Content.Description,
		"\n転送: arn:aws:sns:eu-west-1:111122223333:alerts-high が受け付けなかったため、こちらに送信\n":                    a.Text(Reader{Language: Japanese}),
		`"diverted":"arn:aws:sns:eu-west-1:111122223333:alerts-high"`:                                  string(a.JSON()),
		`\nDiverted: sent here because arn:aws:sns:eu-west-1:111122223333:alerts-high refused it\n`:    string(a.Alarm("arn:aws:sns:eu-west-1:111122223333:alerts")),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	readSchema(t).Valid(t, a.JSON())
}

func TestAlert_JSONHasListsAndTimesInUTC(t *testing.T) {
	c := burst()
	c.Summaries = nil
	c.First = c.First.In(time.FixedZone("JST", 9*60*60))
	var got map[string]any
	if err := json.Unmarshal(New(rule, c, Deployment{}).JSON(), &got); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"accounts", "regions", "actors", "sources", "api_calls", "errors", "event_ids", "access_keys", "mfa", "via", "clients", "resources", "denials"} {
		if values, ok := got[list].([]any); !ok || len(values) != 0 {
			t.Errorf("%s = %v, want an empty list", list, got[list])
		}
	}
	if got["first"] != "2026-03-02T09:56:00Z" {
		t.Errorf("first = %v, want it in UTC", got["first"])
	}
	if got["schema_version"] != float64(SchemaVersion) || got["group"] != "" {
		t.Errorf("schema_version %v, group %v", got["schema_version"], got["group"])
	}
}

// A rule file and the settings may hold any text, too.
func TestNew_EveryTextIsPlain(t *testing.T) {
	const odd = "a\u202eb\uFFFEc"
	r := *rule
	r.Description, r.Reference = odd, []string{odd}
	c := burst()
	c.Excepted = map[string]window.Tally{odd: {N: 1}}
	a := New(&r, c, Deployment{Name: odd, Accounts: map[string]string{"111122223333": odd}})
	checkPlain(t, string(a.JSON()))
	const want = "a\uFFFDb\uFFFDc"
	if a.Description != want || a.Deployment != want || a.Reference[0] != want || a.Excepted[want].Count != 1 || a.AccountNames["111122223333"] != want {
		t.Errorf("not all texts are %s: %s", want, a.JSON())
	}
	if r.Reference[0] != odd {
		t.Error("the rule was changed")
	}
}

// A record may claim any time; JSON can't write the year 10000.
func TestAlert_JSONOfAnyTime(t *testing.T) {
	for _, at := range []time.Time{{}, time.Unix(0, 0), time.Unix(1<<40, 0), time.Unix(-1<<40, 0), time.Date(9999, 12, 31, 23, 59, 0, 0, time.UTC).Add(time.Hour)} {
		c := burst()
		c.Start, c.End, c.First, c.Last = at, at, at, at
		if text := New(rule, c, Deployment{}).JSON(); !json.Valid(text) {
			t.Errorf("%v: %s", at, text)
		}
	}
}

func TestNew_IDTellsAlertsApart(t *testing.T) {
	first := New(rule, burst(), Deployment{}).ID
	if again := New(rule, burst(), Deployment{}).ID; again != first || len(first) != 32 {
		t.Errorf("IDs of one alert: %q and %q, want 32 digits twice", first, again)
	}
	seen := map[string]string{first: "the alert itself"}
	for name, other := range map[string]func(*window.Crossing, *Deployment){
		"deployment":   func(_ *window.Crossing, d *Deployment) { d.Name = "b" },
		"table":        func(_ *window.Crossing, d *Deployment) { d.Table = "b" },
		"window":       func(c *window.Crossing, _ *Deployment) { c.Start = c.Start.Add(5 * time.Minute) },
		"group":        func(c *window.Crossing, _ *Deployment) { c.Group = window.Group{Kind: window.GroupValue, Value: "b"} },
		"no group":     func(c *window.Crossing, _ *Deployment) { c.Group.Kind = window.GroupMissing },
		"rule":         func(c *window.Crossing, _ *Deployment) { c.Rule = &window.Rule{Name: "B", Period: rule.Period} },
		"another sort": func(c *window.Crossing, _ *Deployment) { c.Group.Kind = window.GroupStorm },
	} {
		c, d := burst(), Deployment{}
		other(&c, &d)
		id := New(rule, c, d).ID
		if seen[id] != "" {
			t.Errorf("another %s has the ID of %s", name, seen[id])
		}
		seen[id] = "another " + name
	}
	more := burst()
	more.Count, more.Last, more.Summaries = 9, more.Last.Add(time.Minute), nil
	if New(rule, more, Deployment{}).ID != first {
		t.Error("a copy published after more matches came has another ID")
	}
}

func TestNew_CountsWhatIsDatedAhead(t *testing.T) {
	c := burst()
	c.Summaries = [][]byte{summary.Summary{}.Encode(), summary.Summary{Skewed: "yes", EventID: "1"}.Encode(), summary.Summary{Skewed: "yes", EventID: "2"}.Encode()}
	if a := New(rule, c, Deployment{}); a.Skewed != 2 {
		t.Errorf("%d matches dated ahead, want 2", a.Skewed)
	}
}
