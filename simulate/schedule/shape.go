package schedule

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A Shape is a rule as the checker knows it. The product knows it by the rule
// file that yaml writes.
type Shape struct {
	subject    subject
	exceptions []exception
	By         bool
	Distinct   bool
	Threshold  int
	Period     int64 // seconds
	Quiet      int64 // seconds, not always whole periods
	Ceiling    int
	Storm      int
	Severity   string
	Always     bool // closing messages follow even if nothing came
	Apart      bool // and each alert has its own
}

// A subject is what a rule of a schedule is about. A set has at most one rule
// of each, but a record may belong to several.
type subject int

const (
	denials subject = iota
	identities
	regions
	subjects
)

var subjectNames = [subjects]string{"Denials", "Identities", "Regions"}

var subjectPatterns = [subjects]string{
	`{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }`,
	`{ $.eventSource = "iam.amazonaws.com" }`,
	`{ $.awsRegion != "ap-northeast-1" && $.awsRegion != "us-east-1" }`,
}

func (t subject) of(r *Record) bool {
	switch t {
	case denials:
		return r.Denied
	case identities:
		return r.iam
	default:
		return r.foreign
	}
}

// An exception is one of those that the rules of a schedule have.
type exception int

const (
	probes exception = iota
	reads
)

var exceptionNames = [...]string{"probes", "reads"}

var exceptionPatterns = [...]string{`{ $.sourceIPAddress = "192.0.2.*" }`, `{ $.readOnly IS TRUE }`}

func (e exception) of(r *Record) bool {
	if e == probes {
		return r.probe
	}
	return r.read
}

// bySources and distinctSource are the selectors of every rule that has some.
// The first of bySources that is present counts.
var bySources = []string{"$.userIdentity.sessionContext.sessionIssuer.arn", "$.userIdentity.arn"}

const distinctSource = "$.eventName"

// Match reports whether the record matches the rule, and the first exception
// that takes it out again.
func (s *Shape) Match(r *Record) (exception string, ok bool) {
	if !s.subject.of(r) {
		return "", false
	}
	for _, e := range s.exceptions {
		if e.of(r) {
			return exceptionNames[e], true
		}
	}
	return "", true
}

// Reach is how far behind an alerted window its quiet time goes: quiet rounded
// up to whole periods.
func (s *Shape) Reach() int64 { return (s.Quiet + s.Period - 1) / s.Period * s.Period }

// Name is the name of the rule, after what it counts.
func (s *Shape) Name() string { return subjectNames[s.subject] }

// yaml is the rule file.
func (s *Shape) yaml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("name: %s", s.Name())
	line("pattern: '%s'", subjectPatterns[s.subject])
	if len(s.exceptions) > 0 {
		line("except:")
		for _, e := range s.exceptions {
			line("  - name: %s\n    pattern: '%s'", exceptionNames[e], exceptionPatterns[e])
		}
	}
	line("threshold: %d", s.Threshold)
	if s.Severity != "" {
		line("severity: %s", s.Severity)
	}
	line("period: %v", time.Duration(s.Period)*time.Second)
	line("quiet: %v", time.Duration(s.Quiet)*time.Second)
	if s.Distinct {
		line("distinct: %s", distinctSource)
	}
	if s.By {
		line("by: [[%s]]\nstorm: %d\nceiling: %d", strings.Join(bySources, ", "), s.Storm, s.Ceiling)
	}
	return b.String()
}

// String is the rule in one line, for people.
func (s *Shape) String() string {
	text := fmt.Sprintf("%s: %s, threshold %d, period %v, quiet %v", s.Name(), s.Severity, s.Threshold,
		time.Duration(s.Period)*time.Second, time.Duration(s.Quiet)*time.Second)
	if s.Distinct {
		text += ", distinct actions"
	}
	if s.By {
		text += fmt.Sprintf(", by actor, storm %d, ceiling %d", s.Storm, s.Ceiling)
	}
	if s.Always {
		text += ", always closed"
	}
	if s.Apart {
		text += ", closed one by one"
	}
	for _, e := range s.exceptions {
		text += ", except " + exceptionNames[e]
	}
	return text
}

// randomShape is biased towards what is hard: small thresholds, short quiet
// times, few groups in a storm.
func randomShape(r *rand.Rand, t subject) *Shape {
	s := &Shape{
		subject:   t,
		By:        r.IntN(5) < 3,
		Distinct:  r.IntN(10) < 3,
		Threshold: 1 + r.IntN(4),
		Severity:  severities[r.IntN(len(severities))],
		Period:    []int64{60, 300, 300, 600, 3600}[r.IntN(5)],
	}
	switch r.IntN(10) {
	case 0:
		s.Threshold = 5 + r.IntN(2)
	case 1:
		s.Threshold = 7 + r.IntN(20)
	}
	if r.IntN(2) == 0 {
		s.Quiet = s.Period * int64(1+r.IntN(4))
		if r.IntN(3) == 0 {
			s.Quiet -= 30 // rounded up again
		}
	}
	for e := range exceptionNames {
		if r.IntN(4) == 0 {
			s.exceptions = append(s.exceptions, exception(e))
		}
	}
	s.Always, s.Apart = r.IntN(5) == 0, r.IntN(5) == 0
	if s.By {
		s.Storm = 1 + r.IntN(3)
		if r.IntN(5) == 0 {
			s.Storm = 20
		}
		if r.IntN(2) == 0 {
			s.Ceiling = s.Threshold + r.IntN(2*s.Threshold+1)
		}
	}
	return s
}
