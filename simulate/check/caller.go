package check

import (
	"slices"
	"time"
)

// A Caller is what the checker knows of one invocation.
type Caller struct {
	Process             int // that it runs in
	Deployment, Version int
	Dead                bool
	Frozen              bool   // it did not run for a while
	Batch               *Goods // that is being counted

	Holds      []holding       // leases
	wrote      map[pageOf]bool // windows, for the batch that is being counted
	taken      map[pageOf]int  // steps at which reminders were leased
	began      int             // step
	open       []*Sent         // alerts that were handed over and are not recorded yet
	fails      map[string]bool // keys with a failed request
	refused    map[string]bool // keys whose lease another invocation held
	troubles   map[int]trouble // by rule
	tableDown  bool
	topicsDown map[int]bool

	begun    int64 // ms
	failed   int64 // ms: when a request first failed, 0: none has
	answered int64 // ms: when a request was last answered
	idle     int64 // ms: the longest time without an answer before that
}

// A trouble is what failed of a rule: how long the requests took, and for how
// many keys they were.
type trouble struct {
	took time.Duration
	keys int
}

// failing is how long requests of the invocation took that failed.
func (v *Caller) failing() time.Duration {
	var all time.Duration
	for _, t := range v.troubles {
		all += t.took
	}
	return all
}

// A holding is a lease that an invocation was granted.
type holding struct {
	ledger *ledger
	step   int
}

// Goods are the records of a batch, and what the checker expects of them.
type Goods struct {
	Name    string
	Records []int // of the schedule
	Arrived int64 // at its stream, in seconds since 1970; 0: it came by none
	Hits    []hit

	early []int // records that were not counted when the batch was last matched
}

// Again is the batch for one more delivery.
func (g *Goods) Again() *Goods {
	again := *g
	again.early = nil
	return &again
}

// since is the step from which an invocation must know what there is under a
// key: when it was granted the lease.
func (v *Caller) since(l *ledger) int {
	for _, h := range v.Holds {
		if h.ledger.number == l.number {
			return h.step
		}
	}
	return v.began
}

// Claimed is called when a lease was granted or refused.
func (k *Checker) Claimed(v *Caller, stored string, ok bool, at int64) {
	l := k.ledger(v, stored)
	if l == nil {
		return
	}
	if !ok {
		v.refused[stored] = true
		k.Saw(Contention)
		return
	}
	k.Succeeded(v, at)
	others := slices.DeleteFunc(slices.Clone(v.Holds), func(h holding) bool { return h.ledger == l })
	v.Holds = append(others, holding{l, k.next()})
}

// Begins is called when an invocation begins.
func (k *Checker) Begins(process, deployment, version int, at int64) *Caller {
	if version > 0 {
		k.Saw(NewVersion)
	}
	if deployment > 0 {
		k.Saw(SecondDeployment)
	}
	return &Caller{
		Process: process, Deployment: deployment, Version: version, began: k.next(), begun: at, answered: at,
		fails: map[string]bool{}, refused: map[string]bool{}, topicsDown: map[int]bool{}, troubles: map[int]trouble{},
		taken: map[pageOf]int{},
	}
}

// Faulted is called when something went wrong with a request for a key, or, if
// that is empty, with the whole process. It explains a second copy of the
// alerts that the invocation has not recorded yet. Those that one message
// closes are recorded one after the other, so they are all in it together.
func (k *Checker) Faulted(v *Caller, stored string) {
	for _, s := range v.open {
		if stored == "" || s.joint || s.ledger.Stored == stored {
			s.faulted = true
		}
	}
}

// Killed is called at the time-out. An invocation must return before that
// unless it stood still.
func (k *Checker) Killed(v *Caller) {
	k.Saw(TimeOut)
	if !v.Frozen {
		k.Fail(Stuck, "process %d did not return before its time-out", v.Process)
	}
}

// Died is called when a process ends without having returned.
func (k *Checker) Died(v *Caller) {
	v.Dead = true
	k.Faulted(v, "")
}
