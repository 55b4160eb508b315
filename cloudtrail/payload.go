package cloudtrail

import (
	"bytes"
	"encoding/base64"
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
// only goes to Batch.Rejected. data is not changed and not kept.
func DecodePayload(data []byte) (Batch, error) {
	compressed := make([]byte, base64.StdEncoding.DecodedLen(len(data)))
	n, err := base64.StdEncoding.Decode(compressed, data)
	if err != nil {
		return Batch{}, &PayloadError{"decoding base64", err}
	}
	return DecodeGzip(compressed[:n])
}

// DecodeGzip is DecodePayload for a payload that is not in base64, as the records of a Kinesis stream are once the SDK has
// decoded them.
func DecodeGzip(data []byte) (Batch, error) {
	opened, err := gunzip(data, maxPayload)
	if err != nil {
		return Batch{}, &PayloadError{"decompressing", err}
	}
	return decodeBatch(opened)
}

// decodeBatch decodes the JSON of a payload. It overwrites data and the records of the batch are parts of it.
func decodeBatch(data []byte) (Batch, error) {
	data = bytes.Trim(data, blanks)
	if offset, err := checkJSON(data); err != nil {
		return Batch{}, &PayloadError{"parsing", fmt.Errorf("byte %d: %w", offset, err)}
	}
	if data[0] != '{' {
		return Batch{}, &ShapeError{kind(data[0])}
	}
	var b Batch
	var messageType, events []byte
	members(data, func(key, value []byte) bool {
		switch string(key) {
		case "messageType":
			messageType = value
		case "owner":
			b.Owner, _ = text(value)
		case "logGroup":
			b.LogGroup, _ = text(value)
		case "logStream":
			b.LogStream, _ = text(value)
		case "logEvents":
			events = value
		}
		return true
	})
	return b, b.fill(messageType, events)
}

// fill decodes the log events, which it overwrites, according to the message type.
func (b *Batch) fill(messageType, events []byte) error {
	switch t, ok := text(messageType); {
	case !ok:
		return &ShapeError{"a JSON object without messageType"}
	case t == "CONTROL_MESSAGE":
		b.Control = true
		return nil
	case t != "DATA_MESSAGE":
		return &ShapeError{"messageType " + strconv.Quote(excerpt([]byte(t)))}
	}
	if len(events) == 0 || events[0] != '[' {
		return &ShapeError{"a DATA_MESSAGE without an array of logEvents"}
	}
	n := 0
	elements(events, func(event []byte) bool {
		n++
		r, _, err := logEvent(event)
		r.Place.N = n
		if err != nil {
			b.Rejected = append(b.Rejected, &Fault{Place: r.Place, Err: err})
		} else {
			b.Records = append(b.Records, r)
		}
		return true
	})
	return nil
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
