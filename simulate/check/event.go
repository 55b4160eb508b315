package check

// An Event is something that a simulation must have seen now and then, or it
// proves less than it seems to.
type Event int

// The events. They are noted where they happen, by the checker or by the world.
const (
	RefusedWrite     Event = iota // a write comes to a window that has all that it takes
	FullWindow                    // an alert says that it counts at least so many
	Compaction                    // surplus is removed from a window
	Pruning                       // a register forgets old alerted windows
	Eviction                      // a process has learned of more than it may remember
	Contention                    // a lease is refused: another invocation holds it
	Takeover                      // a lease is granted though another one was never given up
	Release                       // a lease is given up and nothing was recorded
	Straddling                    // an alert needs the matches of two windows
	StormAlert                    // one alert stands for many groups
	Overtaken                     // an older window is alerted after a newer one
	SecondCopy                    // an alert is sent again, as a fault explains
	Together                      // a process makes several requests at a time
	AllInstancesBusy              // a delivery waits for an instance
	TimeOut                       // the platform kills an invocation
	Standstill                    // a process does not run for a while
	TornQuery                     // a query reads its items at different moments
	StaleRegister                 // a register is read as it was before
	TableOutage                   // the whole table fails
	Throttling                    // one partition fails
	TopicOutage                   // a topic fails for a while
	TopicGone                     // a topic refuses for good
	BisectedBatch                 // a stream delivers a batch in two halves
	PartialResponse               // a part of what came in one event is delivered again
	RetryQueue                    // an event comes back through the retry queue
	NewVersion                    // a process of a second version takes a batch
	SecondDeployment              // a process of a second deployment takes a batch
	DatedAhead                    // a record counts at another time than its own
	EarlyRecord                   // a record is not counted yet
	Diversion                     // the base topic takes what another one refused
	PageLimit                     // an alert tells of the first page of its quiet windows only
	ForgottenAlert                // an alert is sent again that the register has forgotten
	Command                       // a command comes through the retry queue
	FullSkipped                   // a window that is full is not written
	FullUnspentRead               // and read, for no alert has spent it
	Look                          // a process reads whether a spent window is full
	SeveralParts                  // several parts of one window are read at once
	SeveralPages                  // a range is more than one answer holds
	DetailsApart                  // details are written apart from the parts of a window
	ClosingSent                   // a message closes an alert
	NothingMore                   // an alert is closed without one
	JointClosing                  // a message closes several alerts
	StormClosing                  // a message closes a storm's
	BoundedClosing                // a message says that at least so many came
	SecondClosing                 // a message is sent again, as a fault explains
	ReminderHeld                  // another tick is at work on an alert
	NeverSent                     // an alert that is due was never sent
	GivenUp                       // so many alerts are not closed that the register forgets one
	NumEvents
)

var eventNames = [NumEvents]string{
	"refused write", "full window", "compaction", "pruning", "eviction", "contention", "takeover of a lease",
	"release of a lease", "straddling alert", "storm alert", "overtaken alert", "second copy", "requests at a time",
	"all instances busy", "time-out", "standstill", "torn query", "stale register", "table outage", "throttled partition",
	"topic outage", "topic gone", "bisected batch", "partial response", "retry queue", "new version", "second deployment",
	"record dated ahead", "early record", "diverted alert", "page limit", "forgotten alert", "command in the retry queue",
	"full window not written", "full and unspent window read", "look", "several parts", "several pages", "details apart",
	"closing message", "nothing more came", "joint closing message", "storm closed", "bounded closing message",
	"second closing message", "reminder held", "alert never sent", "closing given up",
}

func (e Event) String() string { return eventNames[e] }

// Saw notes an event.
func (k *Checker) Saw(e Event) { k.Seen[e]++ }
