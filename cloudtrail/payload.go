package cloudtrail

import (
	"iter"
	"time"
)

// maxPayload is how large a payload may be once opened. CloudWatch Logs puts
// about 1 MB of log events into one.
const maxPayload = 64 << 20

// Payload is an opened subscription payload. Its head has been read; its log
// events are read, once, by [Payload.Records].
//
// What the head says does not change while the log events are read: a payload
// that says it twice is broken. So the log group and the owner can be checked
// before anything is read.
type Payload struct {
	Owner, LogGroup, LogStream string
	// Control marks a control message: CloudWatch Logs checks that it is
	// received. There is nothing to do.
	Control bool
	// Arrived is when the payload reached its Kinesis stream. Set it before
	// Records, which hands it on to each record; leave it zero for other
	// sources.
	Arrived time.Time

	decoder *Decoder
	text    []byte
	err     error

	seen   memberSet
	kind   string // messageType
	events int    // where the array of log events starts, 0 if there is none
	whole  bool   // all members were read; otherwise the log events and what follows them were not

	read   bool  // Records was called
	passed int   // see Passed
	newest int64 // milliseconds since 1970, 0 when unknown
}

// A Scan looks at a message in place: in the text of the payload, where it
// starts at a place behind its quote. It returns where the message ends, which
// is the place of its closing quote, and whether the record is wanted. The end
// is negative if the message can't be read in place. Otherwise the message must
// be a JSON object without white space around it, in whose string there are no
// escapes but \" and \\.
type Scan func(at int) (end int, wanted bool)

// Text is the JSON of the payload, for a [Scan]. Where records were taken out
// of their strings it has changed.
func (p *Payload) Text() []byte { return p.text }

// Records reads the log events, one after the other. Taking a record out of the
// string that it is in costs several times as much as finding it, and hardly
// any record is of interest. So scan sees each message first; those that it can
// read and does not want are passed over. Without a scan, which may be nil,
// every record is yielded.
//
// An error is a *[Fault] for a log event whose message is no JSON object; the
// next log events follow. Any other error is the last element: a
// *[PayloadError] where the payload turns out to be broken. What was read
// before is not to be relied on then.
//
// Records can be ranged over once. A record is valid as long as the payload is.
func (p *Payload) Records(scan Scan) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) { p.each(scan, yield) }
}

// Passed returns how many records were read that the scan did not want.
func (p *Payload) Passed() int { return p.passed }

// Newest returns the newest time of a log event that was read, zero when there
// is none.
func (p *Payload) Newest() time.Time { return loggedAt(p.newest) }
