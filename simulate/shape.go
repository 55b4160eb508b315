package simulate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A shape is a rule as the checker knows it. The product knows it by the rule
// file that yaml writes.
type shape struct {
	topic      topic
	exceptions []exception
	by         bool
	distinct   bool
	threshold  int
	period     int64 // seconds
	quiet      int64 // seconds, not always whole periods
	ceiling    int
	storm      int
}

// A topic is what a rule of a schedule is about. A set has at most one rule of
// each, but a record may belong to several.
type topic int

const (
	denials topic = iota
	identities
	regions
	topics
)

var topicNames = [topics]string{"Denials", "Identities", "Regions"}

var topicPatterns = [topics]string{
	`{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }`,
	`{ $.eventSource = "iam.amazonaws.com" }`,
	`{ $.awsRegion != "ap-northeast-1" && $.awsRegion != "us-east-1" }`,
}

func (t topic) of(r *record) bool {
	switch t {
	case denials:
		return r.denied
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

func (e exception) of(r *record) bool {
	if e == probes {
		return r.probe
	}
	return r.read
}

// bySources and distinctSource are the selectors of every rule that has some.
var bySources = []string{"$.userIdentity.sessionContext.sessionIssuer.arn", "$.userIdentity.arn"}

const distinctSource = "$.eventName"

// match tells whether the record matches the rule, and the first exception that
// takes it out again.
func (s *shape) match(r *record) (exception string, ok bool) {
	if !s.topic.of(r) {
		return "", false
	}
	for _, e := range s.exceptions {
		if e.of(r) {
			return exceptionNames[e], true
		}
	}
	return "", true
}

// reach is how far behind an alerted window its quiet time goes: quiet rounded
// up to whole periods.
func (s *shape) reach() int64 { return (s.quiet + s.period - 1) / s.period * s.period }

func (s *shape) name() string { return topicNames[s.topic] }

// yaml is the rule file.
func (s *shape) yaml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("name: %s", s.name())
	line("pattern: '%s'", topicPatterns[s.topic])
	if len(s.exceptions) > 0 {
		line("except:")
		for _, e := range s.exceptions {
			line("  - name: %s\n    pattern: '%s'", exceptionNames[e], exceptionPatterns[e])
		}
	}
	line("threshold: %d", s.threshold)
	line("period: %v", time.Duration(s.period)*time.Second)
	line("quiet: %v", time.Duration(s.quiet)*time.Second)
	if s.distinct {
		line("distinct: %s", distinctSource)
	}
	if s.by {
		line("by: [%s]\nstorm: %d\nceiling: %d", strings.Join(bySources, ", "), s.storm, s.ceiling)
	}
	return b.String()
}

// String is the rule in one line, for people.
func (s *shape) String() string {
	text := fmt.Sprintf("%s: threshold %d, period %v, quiet %v", s.name(), s.threshold,
		time.Duration(s.period)*time.Second, time.Duration(s.quiet)*time.Second)
	if s.distinct {
		text += ", distinct actions"
	}
	if s.by {
		text += fmt.Sprintf(", by actor, storm %d, ceiling %d", s.storm, s.ceiling)
	}
	for _, e := range s.exceptions {
		text += ", except " + exceptionNames[e]
	}
	return text
}

// randomShape is biased towards what is hard: small thresholds, short quiet
// times, few groups in a storm.
func randomShape(r *rand.Rand, t topic) *shape {
	s := &shape{
		topic:     t,
		by:        r.IntN(5) < 3,
		distinct:  r.IntN(10) < 3,
		threshold: 1 + r.IntN(4),
		period:    []int64{60, 300, 300, 600, 3600}[r.IntN(5)],
	}
	switch r.IntN(10) {
	case 0:
		s.threshold = 5 + r.IntN(2)
	case 1:
		s.threshold = 7 + r.IntN(20)
	}
	if r.IntN(2) == 0 {
		s.quiet = s.period * int64(1+r.IntN(4))
		if r.IntN(3) == 0 {
			s.quiet -= 30 // rounded up again
		}
	}
	for e := range exceptionNames {
		if r.IntN(4) == 0 {
			s.exceptions = append(s.exceptions, exception(e))
		}
	}
	if s.by {
		s.storm = 1 + r.IntN(3)
		if r.IntN(5) == 0 {
			s.storm = 20
		}
		if r.IntN(2) == 0 {
			s.ceiling = s.threshold + r.IntN(2*s.threshold+1)
		}
	}
	return s
}
