package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"trailnotify/handler"
)

// namespace is the namespace of the function's metrics.
const namespace = "trailnotify"

// metrics writes what each event came to in CloudWatch's embedded metric
// format: a log line that the service turns into metrics, without a request.
type metrics struct {
	mu         sync.Mutex
	w          io.Writer
	deployment string
	perRule    bool
	now        func() time.Time
}

// metric is one number of a log line.
type metric struct {
	name, unit string
	value      float64
}

// measure writes the metrics of one event. What is 0 is left out, because logs
// are paid for by the byte; alarms treat missing data as not breaching. Records
// is always written: an alarm on its absence reports that nothing arrives any
// more.
func (m *metrics) measure(got handler.Measures) {
	m.write(map[string]string{"Deployment": m.deployment}, append([]metric{
		{"Records", "Count", float64(got.Records)},
	}, notZero(
		metric{"Matches", "Count", float64(got.Matches)},
		metric{"Excepted", "Count", float64(got.Excepted)},
		metric{"Spent", "Count", float64(got.Spent)},
		metric{"Alerts", "Count", float64(got.Alerts)},
		metric{"Refused", "Count", float64(got.Refused)},
		metric{"Rejected", "Count", float64(got.Rejected)},
		metric{"RejectedPayloads", "Count", float64(got.RejectedPayloads)},
		metric{"Uncounted", "Count", float64(got.Uncounted)},
		metric{"Skewed", "Count", float64(got.Skewed)},
		metric{"Early", "Count", float64(got.Early)},
		metric{"Contended", "Count", float64(got.Contended)},
		metric{"ContendedPayloads", "Count", float64(got.ContendedPayloads)},
		metric{"Lateness", "Seconds", got.Lateness.Round(time.Second).Seconds()},
		metric{"Duration", "Milliseconds", float64(got.Duration.Microseconds()) / 1000},
	)...))
	if !m.perRule {
		return
	}
	for rule, n := range got.Rules {
		m.write(map[string]string{"Deployment": m.deployment, "Rule": rule}, notZero(
			metric{"Matches", "Count", float64(n.Matches)},
			metric{"Excepted", "Count", float64(n.Excepted)},
			metric{"Spent", "Count", float64(n.Spent)},
			metric{"Uncounted", "Count", float64(n.Uncounted)},
			metric{"Alerts", "Count", float64(n.Alerts)},
		))
	}
}

// notZero leaves out the metrics that are 0.
func notZero(all ...metric) []metric {
	return slices.DeleteFunc(all, func(m metric) bool { return m.value == 0 })
}

// diverted writes that an alert went to another topic than its own.
func (m *metrics) diverted() {
	m.write(map[string]string{"Deployment": m.deployment}, []metric{{"Diverted", "Count", 1}})
}

// canary writes how long ago the canary's last alert was accepted.
func (m *metrics) canary(age time.Duration) {
	m.write(map[string]string{"Deployment": m.deployment}, []metric{{"CanaryAge", "Seconds", age.Seconds()}})
}

// write writes one line of the embedded metric format, none for no metrics.
func (m *metrics) write(dimensions map[string]string, values []metric) {
	if len(values) == 0 {
		return
	}
	type definition struct{ Name, Unit string }
	line := map[string]any{}
	var names []string
	for name, value := range dimensions {
		names = append(names, name)
		line[name] = value
	}
	var definitions []definition
	for _, v := range values {
		definitions = append(definitions, definition{v.name, v.unit})
		line[v.name] = v.value
	}
	line["_aws"] = map[string]any{
		"Timestamp": m.now().UnixMilli(),
		"CloudWatchMetrics": []map[string]any{{
			"Namespace": namespace, "Dimensions": [][]string{names}, "Metrics": definitions,
		}},
	}
	encoded, err := json.Marshal(line)
	if err != nil { // strings and finite numbers always encode
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	fmt.Fprintf(m.w, "%s\n", encoded)
}
