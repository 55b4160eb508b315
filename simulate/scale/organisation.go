package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"
	"time"

	"trailnotify/rules"
)

// An organisation is the traffic that is counted, and the function that counts
// it.
type organisation struct {
	Records float64 // a second
	Batch   int     // records of one payload; all are of one account
	Match   float64 // share of the records that match a rule

	Accounts   int
	Principals int     // of each account
	Skew       float64 // exponent of Zipf's law for accounts, principals and rules
	Hot        float64 // share of the matches that one principal makes, under one rule

	Soonest, Latest time.Duration // how long after the event a payload arrives, evenly between
	Late            float64       // share of the payloads that arrive up to a day later

	Rules         int
	Threshold     int
	Period, Quiet time.Duration
	By            bool // rules count by principal
	Ceiling       int  // -1: the product's default
	Storm         int  // -1: the product's default

	Memory        int           // MB of the function; 1,769 are one processor
	PerRecord     time.Duration // of a whole processor
	PerInvocation time.Duration // of a whole processor
	Latency       time.Duration // of a request
	Log           int           // bytes that an invocation with a match logs
	LogIdle       int           // bytes that a process logs of all others, at most every 10 s
	Limit         float64       // write units a second of one partition key, then requests are throttled; 0: none

	WarmUp, Measure time.Duration // virtual time
	Whole           bool          // records that match nothing are read, too
	Seed            uint64
}

// ordinary is an organisation whose rules are like UnauthorizedAPICalls of the
// default set.
func ordinary() organisation {
	return organisation{
		Records: 10_000, Batch: 100, Match: 0.001,
		Accounts: 5000, Principals: 50, Skew: 1.1,
		Soonest: 3 * time.Minute, Latest: 15 * time.Minute,
		Rules: 15, Threshold: 10, Period: 5 * time.Minute, Quiet: time.Hour, By: true, Ceiling: -1, Storm: -1,
		Memory: 256, PerRecord: 2 * time.Microsecond, PerInvocation: time.Millisecond, Latency: 5 * time.Millisecond, Log: 346, LogIdle: 258,
		WarmUp: 25 * time.Minute, Measure: 10 * time.Minute, Seed: 1,
	}
}

// check reports what can't be simulated.
func (o organisation) check() error {
	var errs []error
	want := func(ok bool, text string) {
		if !ok {
			errs = append(errs, errors.New(text))
		}
	}
	share := func(x float64) bool { return x >= 0 && x <= 1 }
	want(o.Records > 0, "-records: want more than 0")
	want(o.Batch > 0, "-batch: want at least 1")
	want(share(o.Match) && share(o.Hot) && share(o.Late), "-match, -hot, -late: want shares from 0 to 1")
	want(o.Accounts > 0 && o.Principals > 0 && o.Rules > 0, "-accounts, -principals, -rules: want at least 1")
	want(o.Skew > 1, "-skew: want more than 1")
	want(0 <= o.Soonest && o.Soonest <= o.Latest, "-soonest: want 0 to -latest")
	want(o.Memory > 0, "-memory: want more than 0")
	want(o.Measure > 0, "-measure: want more than 0")
	return errors.Join(errs...)
}

// ruleSet has the product compile the rules: each counts one API call.
func (o organisation) ruleSet() (*rules.Set, error) {
	files := fstest.MapFS{}
	for i := range o.Rules {
		var b strings.Builder
		fmt.Fprintf(&b, "name: Rule%d\npattern: '{ $.eventName = %q }'\n", i, action(i))
		fmt.Fprintf(&b, "threshold: %d\nperiod: %v\nquiet: %v\n", o.Threshold, o.Period, o.Quiet)
		if o.By {
			fmt.Fprintf(&b, "by: $.userIdentity.arn\n")
		}
		if o.By && o.Ceiling >= 0 {
			fmt.Fprintf(&b, "ceiling: %d\n", o.Ceiling)
		}
		if o.By && o.Storm >= 0 {
			fmt.Fprintf(&b, "storm: %d\n", o.Storm)
		}
		files[fmt.Sprintf("rule%d.yaml", i)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return rules.Load(files, ".")
}

func action(rule int) string { return fmt.Sprintf("Action%d", rule) }

// traffic draws the batches of an organisation, one after the other.
type traffic struct {
	organisation
	rng                         *rand.Rand
	accounts, principals, rules *rand.Zipf
	gap                         int // records until the next one that matches
}

func newTraffic(o organisation) *traffic {
	r := rand.New(rand.NewPCG(o.Seed, 0x7363616c65))
	zipf := func(n int) *rand.Zipf { return rand.NewZipf(r, o.Skew, 1, uint64(n-1)) }
	t := &traffic{
		organisation: o, rng: r,
		accounts: zipf(o.Accounts), principals: zipf(o.Principals), rules: zipf(o.Rules),
	}
	t.skip()
	return t
}

// A batch is what comes in one payload. Of its records only those are kept
// that match a rule.
type batch struct {
	records int
	matches []match
	tries   int // deliveries so far
}

// A match is a record that matches a rule.
type match struct {
	at                       time.Duration // the event, since the start
	account, principal, rule int
	id                       [2]uint64
}

// skip draws the number of records before the next one that matches.
func (t *traffic) skip() {
	t.gap = math.MaxInt
	if t.Match > 0 {
		gap := math.Log(1-t.rng.Float64()) / math.Log1p(-t.Match)
		t.gap = int(min(gap, math.MaxInt32))
	}
}

// between draws the time from one payload to the next.
func (t *traffic) between() time.Duration {
	return time.Duration(t.rng.ExpFloat64() * float64(t.Batch) / t.Records * float64(time.Second))
}

// spread is the stretch of time that the records of one payload lie in.
const spread = time.Minute

// batch draws the payload that arrives now. Its records are in order of time,
// as those of a log stream are.
func (t *traffic) batch(now time.Duration) *batch {
	b := &batch{records: t.Batch}
	newest := now - t.Soonest - time.Duration(t.rng.Float64()*float64(t.Latest-t.Soonest))
	if t.rng.Float64() < t.Late {
		newest -= time.Duration(t.rng.Float64() * float64(24*time.Hour))
	}
	account := int(t.accounts.Uint64())
	for t.gap < t.Batch {
		b.matches = append(b.matches, t.match(newest, account))
		before := t.gap
		t.skip()
		t.gap += before + 1
	}
	t.gap -= t.Batch
	slices.SortFunc(b.matches, func(a, b match) int { return cmp.Compare(a.at, b.at) })
	return b
}

func (t *traffic) match(newest time.Duration, account int) match {
	m := match{
		at:      newest - time.Duration(t.rng.Float64()*float64(spread)),
		account: account, principal: int(t.principals.Uint64()), rule: int(t.rules.Uint64()),
		id: [2]uint64{t.rng.Uint64(), t.rng.Uint64()},
	}
	if t.rng.Float64() < t.Hot {
		m.account, m.principal, m.rule = 0, 0, 0
	}
	return m
}
