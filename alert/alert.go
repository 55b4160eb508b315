package alert

import (
	"time"

	"trailnotify/alert/words"

	"trailnotify/alert/insights"
	"trailnotify/alert/plain"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/rules/title"
	"trailnotify/window"
)

// SchemaVersion is the version of the machine form that [Alert.JSON] writes and
// alert.schema.json describes. It grows when a field changes its meaning or
// goes; new fields do not change it.
const SchemaVersion = 2

// An Alert is what is published, once per crossing, and once more when the
// quiet time after it has ended and there is something to add. Its JSON
// encoding is the machine form. Times are UTC.
//
// Lists come from the summaries of at most twenty matches, the most frequent
// value first. Of each call and outcome there is one among them, unless there
// are more than twenty. The numbers of calls, networks and errors are of all
// matches in the window, or say that they are lower bounds. Every text is
// [plain.Text] and nothing more: escape it for where it goes.
type Alert struct {
	SchemaVersion   int       `json:"schema_version"`
	ID              string    `json:"alert_id"` // 32 hex digits; copies of one alert carry the same
	Kind            string    `json:"kind"`     // alert, storm, closing, test
	Deployment      string    `json:"deployment,omitempty"`
	Published       time.Time `json:"published"` // of this copy
	Rule            string    `json:"rule"`
	Description     string    `json:"description,omitempty"`
	Title           string    `json:"title"` // what happened in one line of English, safe to show
	Severity        string    `json:"severity"`
	RuleSeverity    string    `json:"rule_severity"`              // that of the rule, before this alert's matches were weighed
	SeverityReasons []string  `json:"severity_reasons,omitempty"` // why the two differ: gravity, restored, root, attack tool
	Group           string    `json:"group"`                      // what was counted apart, on one line; "" for a rule without `by`
	GroupID         string    `json:"group_id,omitempty"`         // of a rule with `by`: 8 hex digits that tell its groups apart
	GroupParts      []Part    `json:"group_parts,omitempty"`      // the group, part by part
	Count           int       `json:"count"`                      // matches in the best span so far
	AtLeast         bool      `json:"at_least,omitempty"`
	Threshold       int       `json:"threshold"`
	Period          string    `json:"period"` // as in a rule file: "5m"
	Window          Window    `json:"window"`

	First time.Time `json:"first"` // event time of the first and last match counted
	Last  time.Time `json:"last"`

	Sample       int               `json:"sample"` // matches that the lists come from
	Accounts     []string          `json:"accounts"`
	AccountNames map[string]string `json:"account_names,omitempty"` // of accounts here and in actors
	Regions      []string          `json:"regions"`
	Actors       []string          `json:"actors"`
	AccessKeys   []string          `json:"access_keys"`
	MFA          []Counted         `json:"mfa"` // yes, no
	Via          []Counted         `json:"via"` // console, api, service, or the service that called on behalf of the actor
	Sources      []string          `json:"sources"`
	Clients      []Counted         `json:"clients"`               // families of user agents, as claimed by the caller
	Networks     []Counted         `json:"networks"`              // of the sources: IPv4 /24, IPv6 /64, or the name of a service
	APICalls     []Counted         `json:"api_calls"`             // by name
	Calls        []Call            `json:"calls"`                 // by name and outcome
	OtherCalls   int               `json:"other_calls,omitempty"` // matches of calls that are not among these
	Resources    []Counted         `json:"resources"`             // ARN, or name=value of request parameters
	Errors       []Counted         `json:"errors"`
	Denials      []Counted         `json:"denials"`   // why calls were denied
	Outcomes     []Counted         `json:"outcomes"`  // succeeded, failed, denied
	Actions      []Action          `json:"actions"`   // what was done, the gravest first
	EventIDs     []string          `json:"event_ids"` // up to five, of the earliest matches in the sample

	SinceLast   *Tally           `json:"since_last,omitempty"` // matches since the previous alert
	Excepted    map[string]Tally `json:"excepted,omitempty"`   // by the name of the exception
	LateSeconds int              `json:"late_by_s,omitempty"`  // how long ago the window ended
	Overtaken   bool             `json:"overtaken,omitempty"`  // a newer window was alerted before
	Ceiling     bool             `json:"ceiling,omitempty"`    // all groups of the rule counted as one
	Storm       *Storm           `json:"storm,omitempty"`
	Closing     *Closing         `json:"closing,omitempty"`  // what is told is the end of a quiet time
	Skewed      int              `json:"skewed,omitempty"`   // sampled matches that were dated ahead and count at another time
	DryRun      bool             `json:"dry_run,omitempty"`  // in a replay: the rule would not have sent it
	Diverted    string           `json:"diverted,omitempty"` // the topic that refused the alert, which went to another one
	Links       Links            `json:"links"`
	Runbook     string           `json:"runbook,omitempty"`      // its address
	RunbookText []string         `json:"runbook_text,omitempty"` // its lines
	Reference   []string         `json:"reference,omitempty"`

	Heading title.Template `json:"-"` // of the rule; "": the title says what the gravest call did
}

// Window is the time that an alert covers, from the start of its first window
// to the end of its last.
type Window struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Counted is a value and how many of the sampled matches had it; among calls,
// networks and errors, how many of all matches.
type Counted struct {
	Name    string `json:"name"`
	Count   int    `json:"count"`
	AtLeast bool   `json:"at_least,omitempty"`
}

// Tally is a number that may be a lower bound.
type Tally struct {
	Count   int  `json:"count"`
	AtLeast bool `json:"at_least,omitempty"`
}

// Storm says that more groups of a rule crossed than are named one by one.
type Storm struct {
	Groups  int      `json:"groups"`
	AtLeast bool     `json:"at_least,omitempty"`
	Names   []string `json:"names"` // of the first hundred
}

// Links lead into the AWS console. They need a sign-in to the account of the
// event, or to that of the log group.
type Links struct {
	Event string `json:"event,omitempty"` // the first of EventIDs in the event history
	Query string `json:"query,omitempty"` // the matches, in Logs Insights
}

// The kinds of messages.
const (
	KindAlert   = "alert"
	KindStorm   = "storm"   // of more groups than are named one by one
	KindClosing = "closing" // the end of a quiet time
	KindTest    = "test"    // nothing has happened
)

const (
	maxListed = 10 // values of a list that comes from the sample
	maxCalls  = 20 // calls of a sample
	maxEvents = 5
	maxStorm  = 100 // names of groups in a storm

	// arrival is how long after an alert records of its window may still come.
	arrival = 15 * time.Minute
)

// New makes an alert of a crossing of the rule.
func New(r *rules.Rule, c window.Crossing, d Deployment) Alert {
	a := blank(r, d)
	a.ID = d.id(c)
	a.Published = d.now(c)
	a.about(r.By, c.Group)
	a.Count, a.AtLeast = c.Count, c.AtLeast
	a.Threshold = c.Rule.Threshold
	a.Period = rules.Duration(c.Rule.Period)
	a.Window = Window{Start: utc(c.Start), End: latest(utc(c.End), utc(c.Until))}
	a.First, a.Last = utc(c.First), utc(c.Last)
	a.LateSeconds = int(c.Late / time.Second)
	a.Overtaken = c.Overtaken
	a.Ceiling = c.Ceiling
	a.counts(r, c)
	a.tell(c.Summaries, c.Numbers, insights.Search{Rule: r, Group: c.Group}, d)
	a.finish(r)
	return a
}

// finish adds what follows from everything else: the severity, then the title.
func (a *Alert) finish(r *rules.Rule) {
	a.weigh(r)
	a.Title = joinLine(a.heading(&words.English), titleClips[0])
}

// blank is what every message of a rule and a deployment says.
func blank(r *rules.Rule, d Deployment) Alert {
	return Alert{
		SchemaVersion: SchemaVersion,
		Kind:          KindAlert,
		Deployment:    plain.Text(d.Name),
		Rule:          r.Name,
		Description:   plain.Text(r.Description),
		Threshold:     r.Threshold,
		Period:        rules.Duration(r.Period),
		Runbook:       plain.Text(r.Runbook),
		RunbookText:   plain.All(r.RunbookText),
		Heading:       r.Title,
		Reference:     plain.All(r.Reference),
	}
}

// about names the group.
func (a *Alert) about(by group.By, g window.Group) {
	a.Group, a.GroupID, a.GroupParts = groupName(by, g), groupID(g), partsOf(by, g)
}

// tell adds what the summaries say, and where to find the matches in the window
// of the alert.
func (a *Alert) tell(summaries [][]byte, n window.Numbers, find insights.Search, d Deployment) {
	first := a.draw(summaries, n)
	a.AccountNames = d.names(append(owners(a.Actors), a.Accounts...)...)
	find.From, find.To = a.Window.Start, a.Window.End
	a.Links = Links{
		Event: insights.EventLink(first.Region, first.EventID),
		Query: find.Link(insights.LogGroup{Region: d.Region, Name: d.LogGroup}, a.Published.Add(arrival)),
	}
}

// counts adds what is counted besides the matches of the crossing itself.
func (a *Alert) counts(r *rules.Rule, c window.Crossing) {
	if c.SinceLastKnown {
		a.SinceLast = &Tally{Count: c.SinceLast, AtLeast: c.SinceLastAtLeast}
	}
	if c.Storm != nil {
		a.Kind = KindStorm
		a.Storm = &Storm{Groups: c.Storm.Groups, AtLeast: c.Storm.AtLeast, Names: stormNames(r.By, c.Storm.Names)}
	}
	a.except(c.Excepted)
}

// utc brings a time into the years that RFC 3339 can write. A record may claim
// any time at all, and its window may end after the year 9999.
func utc(t time.Time) time.Time {
	last := time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
	switch {
	case t.Year() > last.Year():
		return last
	case t.Year() < 1:
		return time.Time{}
	default:
		return t.UTC()
	}
}

func (a *Alert) except(excepted map[string]window.Tally) {
	if len(excepted) == 0 {
		return
	}
	a.Excepted = make(map[string]Tally, len(excepted))
	for name, n := range excepted {
		name = plain.Text(name)
		sum := a.Excepted[name]
		a.Excepted[name] = Tally{Count: sum.Count + n.N, AtLeast: sum.AtLeast || n.AtLeast}
	}
}
