package world

import (
	"math/rand/v2"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
	"trailnotify/window/set"
)

// A fault is something that goes wrong with one request.
type fault uint8

const (
	noFault      fault = iota
	errorBefore        // the request fails and is not carried out
	errorAfter         // it is carried out and its reply is lost
	errorLater         // the caller sees an error, and it is carried out after that
	crashBefore        // the process dies before the request leaves it
	crashAfter         // the process dies when the request has been carried out
	crashLater         // the process dies and the request is carried out after that
	twice              // it is carried out, and once more later on
	stall              // it takes longer than the caller may wait
	frozenBefore       // the whole process does not run for a while before the request
	frozenAfter        // and behind it
	faultKinds

	// Of outages.
	refused   // like errorBefore
	hung      // like a stall without an end
	lagging   // like a stall that ends soon
	forbidden // refused for good
)

var faultNames = [...]string{
	"", "error before", "error after", "error, applied later", "crash before", "crash after", "crash, applied later",
	"applied twice", "stall", "frozen before", "frozen after", "",
	"refused", "hung", "lagging", "forbidden",
}

func (f fault) String() string { return faultNames[f] }

// A request is one call of the table, of the publisher or of Sleep.
type request struct {
	kind  requestKind
	key   string
	start int64
	part  set.Part
	topic int // of publishAlert
}

type requestKind uint8

const (
	addWindow requestKind = iota
	readWindows
	readRegister
	claimLease
	markAlerted
	releaseLease
	compactWindow
	publishAlert
	remindOf
	listReminders
	takeReminder
	dropReminder
	readOpen
	closeAlert
	publishClosing
	callService
	sleepFor
)

var requestNames = [...]string{"add", "items", "published", "claim", "mark", "release", "compact", "publish", "remind", "reminders", "take", "drop", "register", "close", "publish closing", "call", "sleep"}

func (k requestKind) String() string { return requestNames[k] }

// A fate is what happens to one request.
type fate struct {
	id    uint64 // of this request in this schedule
	fault fault
	tie   uint64 // who goes first of those that are ready at the same time
	wait  int64  // ms until it is carried out
	later int64  // ms until it is carried out (again) where the fault says so
	hold  int64  // ms for which a stall or a standstill lasts
	pick  uint64 // chance for torn queries and stale registers
}

// fate draws what happens to the n-th such request of a call. It depends on
// nothing else that goes on.
func (v *invocation) fate(q request, n uint64) fate {
	s := v.world.Schedule
	r := v.world.chance(v.salt, q, n)
	f := fate{id: r.Uint64(), tie: r.Uint64(), wait: weather(r)}
	f.pick = r.Uint64()
	faulty := r.Float64() < s.Faults
	f.fault = 1 + fault(r.IntN(int(faultKinds)-1))
	f.later = f.wait + []int64{1, 300, 20_000}[r.IntN(3)] + r.Int64N(200)
	f.hold = 500 + r.Int64N(2*s.Timeout)
	if !faulty || v.healed() || s.Spared[f.id] || q.kind == sleepFor && !atProcess(f.fault) {
		f.fault = noFault
	}
	if s.Even {
		f.wait, f.later = 1, 400
	}
	if s.AtOnce {
		f.wait = 0
	}
	if how, ok := v.world.outage(q); ok {
		f.fault = [...]fault{refused, hung, lagging, forbidden}[how]
		f.hold = 1000 + int64(f.pick>>8%3000)
	}
	return f
}

// healed reports whether nothing goes wrong with an invocation any more. That
// comes to ticks later than to deliveries: most alerts are due to be closed
// when everything has been healed for long.
func (v *invocation) healed() bool {
	return v.world.now >= v.world.Schedule.Healed && (!v.parcel.ticks() || v.parcel.last)
}

// outage returns how that fails which a request is for, if it has an outage.
func (w *World) outage(q request) (how schedule.Manner, ok bool) {
	meets := func(of schedule.Dependency, number int, e check.Event) bool {
		if how, ok = w.Schedule.Meets(of, number, w.now); ok && how != schedule.Forbids {
			w.Check.Saw(e)
		}
		return ok
	}
	switch {
	case q.kind == sleepFor || q.kind == callService:
		return 0, false
	case q.kind == publishAlert || q.kind == publishClosing:
		if meets(schedule.Topic, q.topic, check.TopicOutage) && how == schedule.Forbids {
			w.Check.Saw(check.TopicGone)
		}
	default:
		_ = meets(schedule.Table, 0, check.TableOutage) ||
			meets(schedule.Partition, w.Schedule.Rules.Index[q.key], check.Throttling)
	}
	return how, ok
}

// atProcess reports whether a process can have the fault without a request.
func atProcess(f fault) bool { return f == crashBefore || f == frozenBefore }

// weather is how long a request takes when nothing is wrong: a few
// milliseconds, and once in a while a second or two.
func weather(r *rand.Rand) int64 {
	switch r.IntN(64) {
	case 0:
		return r.Int64N(2000)
	case 1, 2, 3, 4:
		return r.Int64N(200)
	default:
		return r.Int64N(8)
	}
}

// chance returns the source of chance for one thing that happens.
func (w *World) chance(salt uint64, q request, n uint64) *rand.Rand {
	h := uint64(q.kind)<<56 ^ uint64(q.topic)<<52 ^ n<<40 ^ uint64(q.start) ^ uint64(q.part)*0x9e3779b97f4a7c15
	for i := range len(q.key) {
		h = (h ^ uint64(q.key[i])) * 0x100000001b3
	}
	w.pcg.Seed(w.Schedule.Seed^salt*0x9e3779b97f4a7c15, h)
	return w.rng
}
