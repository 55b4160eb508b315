package main

import (
	"io"
	"slices"
	"sync"
	"time"

	"trailnotify/handler"
	"trailnotify/window"
)

// namespace is the namespace of the function's metrics.
const namespace = "trailnotify"

// metrics gathers what events came to, and writes it as lines in CloudWatch's
// embedded metric format, which the service turns into metrics without a
// request. Logs are paid for by the byte, so it writes at once only what
// happened. Records of which nothing came are counted, and written with the
// first event after gatherTime. Nothing is written at the end of the process,
// which may come at any time: what is lost then is the number of these records.
//
// It is safe for concurrent use.
type metrics struct {
	w          io.Writer
	deployment string
	perRule    bool
	now        func() time.Time

	mu      sync.Mutex
	sum     handler.Measures // not written yet
	written int64            // when the last sum was, ms since 1970
}

// gatherTime is how long records of which nothing came are only counted.
const gatherTime = 10 * time.Second

// metric is one number of a log line.
type metric struct {
	name, unit string
	value      float64
}

// measure takes what an event came to. Where one that has nothing to gather
// with comes every hour, it is written at once, too: an alarm on the absence of
// Records reports that nothing arrives any more.
func (m *metrics) measure(got handler.Measures) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sum.Add(got)
	// Not by the monotonic clock, which stands still while the process is
	// frozen between two events.
	now := m.now().UnixMilli()
	since := now - m.written
	if len(happened(got)) == 0 && 0 <= since && since < gatherTime.Milliseconds() {
		return
	}
	if m.write(m.lines(m.sum)) == nil { // else the sum is written with the next
		m.sum, m.written = handler.Measures{}, now
	}
}

// lines are those of a sum.
func (m *metrics) lines(sum handler.Measures) []line {
	all := []line{{values: append([]metric{{"Records", "Count", float64(sum.Records)}}, append(happened(sum), late(sum)...)...)}}
	if !m.perRule {
		return all
	}
	for rule, n := range sum.Rules {
		all = append(all, line{rule, notZero(
			metric{"Matches", "Count", float64(n.Matches)},
			metric{"Excepted", "Count", float64(n.Excepted)},
			metric{"Spent", "Count", float64(n.Spent)},
			metric{"Uncounted", "Count", float64(n.Uncounted)},
			metric{"Alerts", "Count", float64(n.Alerts)},
			metric{"WouldAlert", "Count", float64(n.WouldAlert)},
			metric{"Muted", "Count", float64(n.Muted)},
		)})
	}
	return all
}

// happened is all that came of records, besides that they were looked at. What
// is 0 is left out; alarms treat missing data as not breaching.
func happened(got handler.Measures) []metric {
	return notZero(
		metric{"Matches", "Count", float64(got.Matches)},
		metric{"Excepted", "Count", float64(got.Excepted)},
		metric{"Spent", "Count", float64(got.Spent)},
		metric{"Alerts", "Count", float64(got.Alerts)},
		metric{"WouldAlert", "Count", float64(got.WouldAlert)},
		metric{"Muted", "Count", float64(got.Muted)},
		metric{"Refused", "Count", float64(got.Refused)},
		metric{"Rejected", "Count", float64(got.Rejected)},
		metric{"RejectedPayloads", "Count", float64(got.RejectedPayloads)},
		metric{"Uncounted", "Count", float64(got.Uncounted)},
		metric{"Unclear", "Count", float64(got.Unclear)},
		metric{"Skewed", "Count", float64(got.Skewed)},
		metric{"Early", "Count", float64(got.Early)},
		metric{"Contended", "Count", float64(got.Contended)},
		metric{"ContendedPayloads", "Count", float64(got.ContendedPayloads)},
		metric{"Failed", "Count", float64(got.Failed)},
	)
}

// late is how late the latest of the records was.
func late(got handler.Measures) []metric {
	return notZero(metric{"Lateness", "Seconds", got.Lateness.Round(time.Second).Seconds()})
}

// notZero leaves out the metrics that are 0.
func notZero(all ...metric) []metric {
	return slices.DeleteFunc(all, func(m metric) bool { return m.value == 0 })
}

// diverted writes that an alert went to another topic than its own.
func (m *metrics) diverted() { m.atOnce(metric{"Diverted", "Count", 1}) }

// canary writes how long ago the canary's last alert was accepted.
func (m *metrics) canary(age time.Duration) { m.atOnce(metric{"CanaryAge", "Seconds", age.Seconds()}) }

// tick writes what became of a tick. OldestDue is written even if nothing is
// left, because an alarm reports that it is missing. It is not written where
// looking has failed.
func (m *metrics) tick(c window.Closed, looked bool) {
	values := notZero(
		metric{"Closings", "Count", float64(c.Messages)},
		metric{"ClosingsWithheld", "Count", float64(c.Withheld)},
		metric{"ClosingsLeft", "Count", float64(c.Left)},
		metric{"ClosingsForgotten", "Count", float64(c.Forgotten)},
	)
	if looked {
		values = append(values, metric{"OldestDue", "Seconds", c.Oldest.Round(time.Second).Seconds()})
	}
	m.atOnce(values...)
}

// atOnce writes metrics that are no part of a sum.
func (m *metrics) atOnce(values ...metric) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_ = m.write([]line{{values: values}}) // the log is the only place where this could be told
}
