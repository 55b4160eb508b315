package world

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"trailnotify/simulate/schedule"
)

// An envelope is how a source hands batches to the function, and how it reads
// the answer. A further source is a further envelope.
type envelope struct {
	event func(p *parcel) []byte
	// failed returns the batches that the source delivers again.
	failed func(p *parcel, response []byte, invokeErr error) []*batch
}

var envelopes = [schedule.Sources]envelope{
	schedule.Async:  {subscriptionEvent, subscriptionFailed},
	schedule.Queue:  {queueEvent, queueFailed},
	schedule.Stream: {streamEvent, streamFailed},
}

// subscriptionEvent is the event of a CloudWatch Logs subscription filter, or a
// command, which comes as such an event does.
func subscriptionEvent(p *parcel) []byte { return p.batches[0].event() }

func (b *batch) event() []byte {
	if b.command != "" {
		return []byte(`{"trailnotify":"` + b.command + `"}`)
	}
	return slices.Concat([]byte(`{"awslogs":{"data":"`), b.payload, []byte(`"}}`))
}

// subscriptionFailed looks only at whether there was an error, as the service
// does.
func subscriptionFailed(p *parcel, _ []byte, invokeErr error) []*batch {
	if invokeErr != nil {
		return p.batches
	}
	return nil
}

// queueEvent is a set of messages of the retry queue, each of which is what
// Lambda puts there when an asynchronous invocation has failed.
func queueEvent(p *parcel) []byte {
	text := []byte(`{"Records":[`)
	for i, b := range p.batches {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, `{"messageId":"`+b.Name+`","eventSource":"aws:sqs","body":"`...)
		text = append(text, quoted(`{"version":"1.0","requestContext":{"condition":"RetriesExhausted","approximateInvokeCount":3},`+
			`"requestPayload":`+string(b.event())+`}`)+`"}`...)
	}
	return append(text, `]}`...)
}

// quoted is a text as it is written in a JSON string. Ours have nothing to
// escape but quotes.
func quoted(text string) string { return strings.ReplaceAll(text, `"`, `\"`) }

// queueFailed reads a partial batch response. After an error every message is
// delivered again.
func queueFailed(p *parcel, response []byte, invokeErr error) []*batch {
	failures, ok := itemFailures(response, invokeErr)
	if !ok {
		return p.batches
	}
	var failed []*batch
	for _, b := range p.batches {
		if slices.Contains(failures, b.Name) {
			failed = append(failed, b)
		}
	}
	return failed
}

// streamEvent is a set of records of a Kinesis stream.
func streamEvent(p *parcel) []byte {
	text := []byte(`{"Records":[`)
	for i, b := range p.batches {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, `{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"`+b.Name+
			`","approximateArrivalTimestamp":`+strconv.FormatInt(b.Arrived, 10)+`,"data":"`...)
		text = append(append(text, b.payload...), `"}}`...)
	}
	return append(text, `]}`...)
}

// streamFailed reads a partial batch response: the stream goes on from the
// record that it names.
func streamFailed(p *parcel, response []byte, invokeErr error) []*batch {
	failures, ok := itemFailures(response, invokeErr)
	if !ok {
		return p.batches
	}
	for i, b := range p.batches {
		if slices.Contains(failures, b.Name) {
			return p.batches[i:]
		}
	}
	return nil
}

// itemFailures reads the response that SQS and Kinesis want; ok is false when
// it says that everything failed, or can't be read.
func itemFailures(response []byte, invokeErr error) (names []string, ok bool) {
	var r struct {
		BatchItemFailures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if invokeErr != nil || json.Unmarshal(response, &r) != nil {
		return nil, false
	}
	for _, f := range r.BatchItemFailures {
		names = append(names, f.ItemIdentifier)
	}
	return names, true
}

const streamPrefix = "111122223333_CloudTrail_"

// payload is what a subscription sends, in base64: gzip of JSON. It is stored
// rather than compressed, which costs the reader less and is as good a gzip as
// any. The name of the log stream is that of the batch.
func payload(s *schedule.Schedule, name string, records []int) []byte {
	text := append(make([]byte, 0, 256+800*len(records)),
		`{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"trail","logStream":"`+streamPrefix+name+
			`","subscriptionFilters":["trailnotify"],"logEvents":[`...)
	for i, n := range records {
		if i > 0 {
			text = append(text, ',')
		}
		r := s.Records[n]
		text = append(text, `{"id":"`...)
		text = strconv.AppendInt(text, int64(r.ID), 10)
		text = append(text, `","timestamp":`...)
		text = strconv.AppendInt(text, r.Logged*1000, 10)
		text = append(text, `,"message":"`+quoted(r.JSON())+`"}`...)
	}
	zipped := zip(append(text, `]}`...))
	return base64.StdEncoding.AppendEncode(nil, zipped)
}

// batchOf finds the batch that came in a log stream of that name.
func (p *parcel) batchOf(logStream string) *batch {
	i := slices.IndexFunc(p.batches, func(b *batch) bool { return b.Name == strings.TrimPrefix(logStream, streamPrefix) })
	if i < 0 {
		return nil
	}
	return p.batches[i]
}

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.NoCompression)
	return z
}}

func zip(text []byte) []byte {
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	var b bytes.Buffer
	b.Grow(len(text) + 64)
	z.Reset(&b)
	_, _ = z.Write(text) // into memory: it can't fail
	_ = z.Close()
	return b.Bytes()
}
