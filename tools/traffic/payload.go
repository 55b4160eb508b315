package traffic

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"time"
)

// LogGroup is the log group that payloads say they come from.
const LogGroup = "/aws/cloudtrail/organization-trail"

// subscriptionBatch is what CloudWatch Logs sends to a subscription.
type subscriptionBatch struct {
	MessageType         string     `json:"messageType"`
	Owner               string     `json:"owner"`
	LogGroup            string     `json:"logGroup"`
	LogStream           string     `json:"logStream"`
	SubscriptionFilters []string   `json:"subscriptionFilters"`
	LogEvents           []logEvent `json:"logEvents"`
}

type logEvent struct {
	ID        string `json:"id"`
	Timestamp int64  `json:"timestamp"` // milliseconds since 1970
	Message   string `json:"message"`
}

// newBatch returns an empty batch of the log stream into which the trail writes: one for all regions, named after its own.
func newBatch() subscriptionBatch {
	return subscriptionBatch{
		MessageType: "DATA_MESSAGE", Owner: Account, LogGroup: LogGroup, LogStream: Account + "_CloudTrail_" + HomeRegion,
		SubscriptionFilters: []string{"trailnotify"},
	}
}

// add appends a log event. CloudTrail's events reach the log group about two minutes after the call.
func (b *subscriptionBatch) add(message string, at time.Time) {
	at = at.Add(2 * time.Minute)
	b.LogEvents = append(b.LogEvents, logEvent{ID: logEventID(at, message), Timestamp: at.UnixMilli(), Message: message})
}

// logEventID makes an ID as CloudWatch Logs does: 56 decimal digits that begin with the time.
func logEventID(at time.Time, message string) string {
	id := new(big.Int).Lsh(big.NewInt(at.UnixMilli()), 144)
	id.Or(id, new(big.Int).Lsh(new(big.Int).SetUint64(hash(message)), 64))
	return fmt.Sprintf("%056d", id)
}

// payload is the batch as it is sent: base64 of gzip of JSON.
func (b subscriptionBatch) payload(level int) (string, error) {
	var text bytes.Buffer
	w := json.NewEncoder(&text)
	w.SetEscapeHTML(false)
	if err := w.Encode(b); err != nil {
		return "", err
	}
	compressed, err := compress(bytes.TrimSpace(text.Bytes()), level)
	return base64.StdEncoding.EncodeToString(compressed), err
}

func compress(text []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return nil, err
	}
	zip.Write(text)
	err = zip.Close()
	return out.Bytes(), err
}

// lambdaEvent is a payload in the event that the function receives, with a line feed.
func lambdaEvent(payload string) []byte {
	return []byte(`{"awslogs":{"data":"` + payload + `"}}` + "\n")
}

// Payloads says how payloads are cut.
type Payloads struct {
	Records int           // most records in one
	Every   time.Duration // longest time in one
	Level   int           // of gzip, 1 to 9
}

// NewPayloads writes subscription payloads, each in a Lambda event on a line of its own.
func NewPayloads(w io.Writer, p Payloads) Sink {
	return &payloads{limits: p, open: newBatch(), write: func(event []byte) error {
		_, err := w.Write(event)
		return err
	}}
}

// NewPayloadFiles is NewPayloads with a file for each: payload-000001.json and so on.
func NewPayloadFiles(dir string, p Payloads) Sink {
	n := 0
	return &payloads{limits: p, open: newBatch(), write: func(event []byte) error {
		n++
		return writeFile(Files{Dir: dir}, fmt.Sprintf("payload-%06d.json", n), event)
	}}
}

type payloads struct {
	limits Payloads
	open   subscriptionBatch
	since  time.Time // of the first record in open
	write  func(event []byte) error
}

func (p *payloads) Write(r Record) error {
	if n := len(p.open.LogEvents); n == p.limits.Records || n > 0 && r.Time.Sub(p.since) >= p.limits.Every {
		if err := p.Close(); err != nil {
			return err
		}
	}
	if len(p.open.LogEvents) == 0 {
		p.since = r.Time
	}
	p.open.add(string(r.JSON), r.Time)
	return nil
}

// Close sends what has gathered.
func (p *payloads) Close() error {
	if len(p.open.LogEvents) == 0 {
		return nil
	}
	payload, err := p.open.payload(p.limits.Level)
	if err != nil {
		return err
	}
	p.open.LogEvents = p.open.LogEvents[:0]
	return p.write(lambdaEvent(payload))
}

func writeFile(f Files, name string, content []byte) error {
	out, err := f.create(name)
	if err != nil {
		return err
	}
	out.Write(content)
	return out.Close()
}
