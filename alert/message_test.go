package alert

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"trailnotify/alert/insights"
	"trailnotify/alert/line"
	"trailnotify/alert/plain"
	"trailnotify/alert/summary"
	"trailnotify/cloudtrail"
	"trailnotify/internal/schematest"
	"trailnotify/pattern"
	"trailnotify/rules/group"
	"trailnotify/window"
)

var tokyo = time.FixedZone("JST", 9*60*60)

func TestChat_ThreadsByRuleGroupAndDay(t *testing.T) {
	thread := func(change func(*Alert)) string {
		a := New(rule, burst(), Deployment{})
		change(&a)
		return a.Chat(Reader{}).Metadata.ThreadID
	}
	first := thread(func(*Alert) {})
	if again := thread(func(a *Alert) { a.ID, a.Count, a.First = "x", 99, a.First.Add(time.Hour) }); again != first {
		t.Errorf("a later alert of the day is in %s, want %s", again, first)
	}
	for name, change := range map[string]func(*Alert){
		"group": func(a *Alert) { a.Group = "b" },
		"rule":  func(a *Alert) { a.Rule = "B" },
		"day":   func(a *Alert) { a.Window.Start = a.Window.Start.Add(24 * time.Hour) },
		"place": func(a *Alert) { a.Deployment = "b" },
	} {
		if thread(change) == first {
			t.Errorf("another %s shares the thread", name)
		}
	}
}

// Custom actions fill these values into commands.
func TestChat_ContextIsNobodysChoice(t *testing.T) {
	c := burst()
	c.Group = window.Group{Kind: window.GroupValue, Value: "$(evil)"}
	c.Summaries = [][]byte{summary.Summary{
		EventID: "$(evil)", Account: "$(evil)", Region: "$(evil)", Actor: "$(evil)", Source: "$(evil)", API: "$(evil)",
		Error: "$(evil)", Resource: "arn:aws:s3:::a $(evil)", Key: "$(evil)",
	}.Encode()}
	chat := New(rule, c, Deployment{}).Chat(Reader{})
	metadata, _ := json.Marshal(chat.Metadata)
	for _, text := range append(append(chat.Content.NextSteps, chat.Content.Keywords...), string(metadata)) {
		if strings.Contains(text, "evil") {
			t.Errorf("%s", text)
		}
	}
	if !strings.Contains(chat.Content.Description, "`$(evil)`") {
		t.Errorf("the description should quote it: %s", chat.Content.Description)
	}
}

// A link stands in a message once, the short ones as next steps.
func TestChat_LinksStandOnce(t *testing.T) {
	a := New(rule, burst(), Deployment{})
	a.Links.Query = "https://query.example"
	c := a.Chat(Reader{}).Content
	text := strings.Join(append(c.NextSteps, c.Description), "\n")
	for _, address := range []string{a.Links.Query, a.Links.Event, a.Runbook} {
		if strings.Count(text, address+"|") != 1 {
			t.Errorf("want %s once in %s", address, text)
		}
	}
}

// Custom actions get the resources, regions and accounts of every partition.
func TestChat_ActionsOfEveryPartition(t *testing.T) {
	for region, arn := range map[string]string{
		"eu-west-1":     "arn:aws:s3:::logs",
		"cn-north-1":    "arn:aws-cn:s3:::logs",
		"us-gov-west-1": "arn:aws-us-gov:s3:::logs",
	} {
		c := burst()
		c.Summaries = [][]byte{summary.Summary{EventID: "0d1f3a52-0001", API: "s3:DeleteBucketPolicy", Account: "111122223333", Region: region, Resource: arn}.Encode()}
		a := New(rule, c, Deployment{})
		m := a.Chat(Reader{}).Metadata
		if !slices.Equal(m.RelatedResources, []string{arn}) || m.AdditionalContext["region"] != region || m.AdditionalContext["account"] != "111122223333" {
			t.Errorf("%s: %+v", region, m)
		}
		if a.Links.Event == "" || !strings.Contains(a.Links.Event, "region="+region+"#/events/0d1f3a52-0001") {
			t.Errorf("%s: %s", region, a.Links.Event)
		}
	}
}

// A storm can have a thousand names, all of which its groups have chosen.
func TestNew_NamesOfAStorm(t *testing.T) {
	c := burst()
	c.Storm = &window.Storm{Groups: 1000, AtLeast: true}
	for range 500 {
		c.Storm.Names = append(c.Storm.Names, strings.Repeat("<", 61)+"\u202e", "")
	}
	checkMessages(t, readSchema(t), New(rule, c, home))
}

func TestChat_LeavesOutTheLeastImportantFirst(t *testing.T) {
	c := burst()
	c.Summaries = nil
	for i := range 20 {
		wild := strings.Repeat("&", 47) + string(rune('a'+i))
		c.Summaries = append(c.Summaries, []byte("p"+wild+"\x1fs"+wild+"\x1fn"+wild+"\x1fe"+wild+"\x1fo"+wild+"\x1fk"+wild+"\x1fv"+wild+"\x1fi"+wild))
	}
	r := *rule
	r.Pattern = pattern.MustCompile(`{ $.errorCode = "Access*" }`)
	r.Description = strings.Repeat("&", 335)
	a := New(&r, c, home)
	a.Links.Query = "https://" + strings.Repeat("x", insights.MaxLink-8)
	description := a.Chat(Reader{}).Content.Description
	if n := line.Units(description); n > MaxDescription {
		t.Errorf("%d units", n)
	}
	for _, want := range []string{"*Who*", "*What*", "*When*", "|Matches in Logs Insights>"} {
		if !strings.Contains(description, want) {
			t.Errorf("no %s in %s", want, description)
		}
	}
	if strings.Contains(description, "*Key*") {
		t.Errorf("the key should have gone first: %s", description)
	}
}

var (
	codeSpan = regexp.MustCompile("`[^`\n]*`")
	ourLink  = regexp.MustCompile(`<https://[^<>|\s]*\|[^<>|]*>`)
	ourLabel = regexp.MustCompile(`(?m)^\*([^*\n]+)\*`)
	entity   = regexp.MustCompile(`&(amp|lt|gt);`)
)

// checkMarkup holds markdown for chat against what may stand in it: our own
// bold labels and links, and in code spans what records say.
func checkMarkup(t *testing.T, text string) {
	t.Helper()
	checkPlain(t, strings.ReplaceAll(text, "\n", ""))
	rest := codeSpan.ReplaceAllStringFunc(text, func(span string) string {
		checkInert(t, "code", strings.Trim(span, "`"))
		return ""
	})
	rest = ourLabel.ReplaceAllString(ourLink.ReplaceAllString(rest, ""), "$1")
	rest = entity.ReplaceAllString(rest, "")
	checkInert(t, "markdown", rest)
	if strings.ContainsAny(rest, "&<>") {
		t.Errorf("%q is not escaped", rest)
	}
}

func checkPlain(t *testing.T, text string) {
	t.Helper()
	if plain.Text(text) != text {
		t.Errorf("%q has characters that change how it is read", text)
	}
}

// checkMessages holds an alert in every format against every limit, and its
// machine form against the schema.
func checkMessages(t *testing.T, s *schematest.Schema, a Alert) {
	t.Helper()
	s.Valid(t, a.JSON())
	checkPlain(t, string(a.JSON()))
	for _, reader := range []Reader{{}, {Japanese, tokyo}} {
		checkText(t, a, a.Text(reader))
		checkChat(t, a.Chat(reader))
		checkHead(t, a, reader)
	}
	checkTitle(t, a)
	checkAlarm(t, a.Alarm("arn:aws:sns:eu-west-1:111122223333:x"))
}

// checkHead holds the first lines of a chat message against what is shown of it
// without a click: who did what comes within 700 characters and five breaks.
func checkHead(t *testing.T, a Alert, r Reader) {
	t.Helper()
	lines := strings.Split(a.Chat(r).Content.Description, "\n")
	head := a.head(r)
	if len(head) > 6 {
		t.Errorf("a head of %d lines", len(head))
	}
	shown := 0
	for i, f := range head {
		label := "*" + r.words().Labels[f.label] + "*"
		if shown < len(lines) && strings.HasPrefix(lines[shown], label) {
			shown++
		} else if f.rank == 0 {
			t.Errorf("line %d of the head is missing: %s", i, label)
		}
	}
	if n := line.Units(strings.Join(lines[:shown], "\n")); n > MaxHead {
		t.Errorf("a head of %d characters", n)
	}
}

// checkTitle holds the title of the machine form and the subject against what
// they are for.
func checkTitle(t *testing.T, a Alert) {
	t.Helper()
	if a.Title == "" || strings.ContainsAny(a.Title, "\n<>&`*") {
		t.Errorf("title %q", a.Title)
	}
	checkPlain(t, a.Title)
	checkInert(t, "the title", a.Title)
	for _, most := range []int{40, 87} {
		if subject := a.Subject(most); len(subject) > most {
			t.Errorf("subject of %d bytes in %d: %s", len(subject), most, subject)
		}
	}
}

func checkText(t *testing.T, a Alert, text string) {
	t.Helper()
	checkPlain(t, strings.ReplaceAll(text, "\n", ""))
	for _, ours := range []string{a.Links.Event, a.Links.Query, a.Runbook} {
		if ours != "" && !strings.Contains(text, "\n"+ours+"\n") {
			t.Errorf("no %s in %q", ours, text)
		}
		text = strings.ReplaceAll(text, "\n"+ours+"\n", "\n")
	}
	checkInert(t, "text", text)
}

func checkChat(t *testing.T, c Chat) {
	t.Helper()
	if encoded := c.JSON(); !json.Valid(encoded) || !utf8.Valid(encoded) {
		t.Errorf("%q", encoded)
	}
	checkMarkup(t, c.Content.Title)
	checkMarkup(t, c.Content.Description)
	for _, step := range c.Content.NextSteps {
		checkMarkup(t, step)
	}
	for _, size := range c.Sizes() {
		if size.Size > size.Max || size.Size == 0 && size.What == "description" {
			t.Errorf("%+v", size)
		}
	}
}

// For any record: no unescaped control sequence, no limit exceeded, valid JSON,
// valid against the schema.
func FuzzMessages(f *testing.F) {
	for _, list := range builtinRules(f) {
		for _, r := range list {
			examples, err := r.Examples()
			if err != nil || len(examples) == 0 {
				f.Fatal(err)
			}
			f.Add(string(examples[0].Record), "arn:aws:iam::111122223333:user/alice", 3)
		}
	}
	f.Add(`{"userIdentity":{"arn":"<!channel> `+"`"+`*x*`+"`"+` https://evil.example"},"eventName":"a\u202eb\nc","sourceIPAddress":"<https://x|y>","awsRegion":"us-east-1","eventID":"\">|<!here>"}`, "<!everyone>\u200b", 5000)
	f.Add(`{"requestParameters":{"bucketName":"&lt;`+strings.Repeat("&", 300)+`"},"errorCode":"`+strings.Repeat("<", 300)+`","errorMessage":"because no session policy"}`, strings.Repeat("`", 900), -1)
	s := readSchema(f)
	r := *rule
	r.By = group.By{group.First(selector("$.userIdentity.arn")), group.First(selector("$.eventName"))}
	r.Pattern = pattern.MustCompile(`{ $.errorCode = "Access*" && $.a[*] != 3 }`)
	f.Fuzz(func(t *testing.T, text, value string, n int) {
		if !json.Valid([]byte(text)) || !strings.HasPrefix(text, "{") {
			t.Skip("not a record")
		}
		record := cloudtrail.Record{JSON: []byte(text)}
		c := burst()
		c.Group = window.Group{Kind: window.GroupValue, Value: value}
		c.Count, c.Late = max(n, 0), time.Duration(max(n, 0))
		c.Summaries = append(c.Summaries, summary.Of(record), summary.Of(record))
		if at, ok := record.Time(); ok {
			c.First = at
		}
		if n < 0 {
			c.Storm = &window.Storm{Groups: 3, Names: []string{value, "", text}}
		}
		checkMessages(t, s, New(&r, c, home))
		checkMessages(t, s, NewClosing(&r, closingsOf(c, n), home))
	})
}

// closingsOf closes the alert of a crossing, and that of another group.
func closingsOf(c window.Crossing, n int) []window.Closing {
	one := window.Closing{
		Rule: c.Rule, Group: c.Group, Start: c.Start, End: c.End, Told: c.Count, Total: c.Count + max(n, 0),
		First: c.First, Last: c.Last, Summaries: c.Summaries,
	}
	if n >= 0 {
		return []window.Closing{one}
	}
	one.Group = window.Group{Kind: window.GroupStorm}
	one.Names = c.Storm.Names
	other := one
	other.Group = window.Group{Kind: window.GroupValue, Value: c.Group.Value + "2"}
	return []window.Closing{one, other}
}
