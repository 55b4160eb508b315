package cloudtrail

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// maxPayload is how large a payload may be once opened. CloudWatch Logs puts about 1 MB of log events into one.
const maxPayload = 64 << 20

var errNoMessage = errors.New("log event without a message string")

// ErrTooLarge is the cause of a PayloadError when a payload opens to more than 64 MiB.
var ErrTooLarge = errors.New("more than 64 MiB when decompressed")

// Batch is a decoded subscription payload. Its records share one buffer: who keeps one record keeps them all in memory.
type Batch struct {
	Owner, LogGroup, LogStream string
	Control                    bool     // a control message: CloudWatch Logs tries whether we answer, there is nothing to do
	Records                    []Record // in the order of the payload; Place.N counts its log events
	Rejected                   []error  // a *Fault for each log event whose message is no JSON object
}

// ShapeError says that data is well formed but nothing that this package knows. Its text names what is accepted.
type ShapeError struct {
	Found string
}

func (e *ShapeError) Error() string {
	return "unknown payload: " + e.Found + "; accepted is what a CloudWatch Logs subscription sends: " +
		"base64 of gzip of a JSON object with messageType DATA_MESSAGE (and logEvents) or CONTROL_MESSAGE"
}

// PayloadError says that a payload can't be decoded: its base64, gzip or JSON is broken, or it is too large. Delivering
// it again won't help.
type PayloadError struct {
	Doing string // "decoding base64", "decompressing" or "parsing"
	Err   error
}

func (e *PayloadError) Error() string { return e.Doing + " payload: " + e.Err.Error() }

// Unwrap returns Err.
func (e *PayloadError) Unwrap() error { return e.Err }

// DecodePayload decodes the payload that CloudWatch Logs hands to a Lambda function: base64 of gzip of JSON, as in
// event.awslogs.data. Line breaks in the base64 are skipped. It returns a *PayloadError for a payload that is broken or
// larger than 64 MiB, a *ShapeError for a sound one that is no subscription payload; a log event that is no JSON object
// only goes to Batch.Rejected. data is not changed and not kept. A [Decoder] does the same record by record, and faster.
func DecodePayload(data []byte) (Batch, error) {
	p, err := new(Decoder).Open(data)
	if err != nil {
		return Batch{}, err
	}
	return p.batch()
}

// batch reads all that is left of a payload.
func (p *Payload) batch() (Batch, error) {
	b := Batch{Owner: p.Owner, LogGroup: p.LogGroup, LogStream: p.LogStream, Control: p.Control}
	for p.Next() {
		r, err := p.Record()
		if err != nil {
			b.Rejected = append(b.Rejected, err)
		} else {
			b.Records = append(b.Records, r)
		}
	}
	if p.err != nil {
		return Batch{}, p.err
	}
	return b, nil
}

// logEvent takes the record out of a log event, {"id":…,"timestamp":…,"message":"…"}, which it overwrites. On an error it
// also returns the offset within the message, which is Record.JSON then.
func logEvent(event []byte) (r Record, offset int, err error) {
	message := member(event, "message")
	if len(message) == 0 || message[0] != '"' {
		return Record{}, 0, errNoMessage
	}
	r.Logged = millis(member(event, "timestamp"))
	r.JSON = bytes.Trim(unquoteInPlace(message), blanks)
	offset, err = checkObject(r.JSON)
	if err != nil {
		err = fmt.Errorf("message of %d bytes: %w", len(r.JSON), err)
	}
	return r, offset, err
}

// millis reads milliseconds since 1970, and gives the zero time for everything else.
func millis(raw []byte) time.Time {
	ms, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || ms <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
