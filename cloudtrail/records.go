package cloudtrail

import (
	"bytes"
	"time"
)

// Payload is an opened subscription payload. Its log events are read one after the other:
//
//	for p.Next() {
//		record, err := p.Record()
//		…
//	}
//	if err := p.Err(); err != nil { … }
//
// To take a record out of the string that it stands in costs several times as much as to find it. Who can look at it there
// need not: after Next, Message says where it stands, and Skip is told where it ends; Record takes it out even then.
type Payload struct {
	Owner, LogGroup, LogStream string
	Control                    bool // a control message: CloudWatch Logs tries whether we answer, there is nothing to do

	decoder *Decoder
	text    []byte
	err     error

	head   headMembers
	kind   []byte // messageType
	events int    // where the array of log events stands, 0 if none was seen

	at    int  // where the walk stands: behind a log event, or where the first one may be
	first bool // nothing of the array was read yet
	done  bool // nothing is left
	event logEvents
}

// Text is the JSON of the payload. It changes where records were taken out.
func (p *Payload) Text() []byte { return p.text }

// Err returns the *PayloadError that ended the walk, if any. What was read before is not to be relied on then.
func (p *Payload) Err() error { return p.err }

// Next goes on to the next log event. It returns false behind the last one, and where the payload turns out to be broken.
func (p *Payload) Next() bool {
	if p.event.open {
		_, _ = p.Record() // to find its end
	}
	for !p.done && p.err == nil {
		i := blank(p.text, p.at)
		switch c := byteAt(p.text, i); {
		case c == ']':
			p.first = false
			p.walk(i+1, false)
			continue
		case p.first:
			p.first = false
		case c == ',':
			i = blank(p.text, i+1)
		default:
			p.fail(i)
			return false
		}
		p.event.begin(p.text, i)
		return true
	}
	return false
}

// Message says where in Text the message of the log event starts, behind its quote. ok is false where the log event has not
// the usual form and has to be read by Record.
func (p *Payload) Message() (at int, ok bool) { return p.event.message, p.event.message > 0 }

// Logged is when the log event was logged, zero where Record has to be asked.
func (p *Payload) Logged() time.Time { return p.event.logged(p.text) }

// Skip goes behind the log event without taking its record out. The message ends at a quote of Text, and is known to be a
// JSON object in whose string no escapes stand but \" and \\. Skip returns false, and has done nothing, if the log event
// does not end there.
func (p *Payload) Skip(end int) bool {
	if p.event.message == 0 || byteAt(p.text, end) != '"' || byteAt(p.text, end+1) != '}' {
		return false
	}
	p.at, p.event.end, p.event.open = end+2, end, false
	return true
}

// Record takes the record of the log event out of its string, once. It is valid until the payload is not any more. A log
// event whose message is no JSON object is a *Fault.
func (p *Payload) Record() (Record, error) {
	e := &p.event
	if e.end > 0 {
		return Record{JSON: unescape(p.text[e.message:e.message], p.text[e.message:e.end]), Logged: p.Logged(), Place: Place{N: e.n}}, nil
	}
	e.open = false
	raw, end := p.value(e.at)
	if p.err != nil {
		return Record{}, p.err
	}
	p.at = end
	r, _, err := logEvent(raw)
	r.Place.N = e.n
	if err != nil {
		return Record{}, &Fault{Place: r.Place, Err: err}
	}
	return r, nil
}

// value returns the value at a place, and its end. It fails where that is no JSON.
func (p *Payload) value(i int) (raw []byte, end int) {
	end = skip(p.text, i)
	if i == end {
		p.fail(i)
		return nil, end
	}
	raw = p.text[i:end]
	if offset, err := checkJSON(raw); err != nil {
		p.err = broken(i+offset, err)
	}
	return raw, end
}

func (p *Payload) fail(i int) { p.err = broken(i, errNotJSON) }

// byteAt returns 0 behind the end.
func byteAt(b []byte, i int) byte {
	if uint(i) >= uint(len(b)) {
		return 0
	}
	return b[i]
}

// logEvents goes from one log event of a payload to the next.
type logEvents struct {
	n       int  // how many there were
	at      int  // where it stands
	message int  // where its message starts, 0 if it has not the usual form
	end     int  // where its message ends, 0 unless Skip was told
	time    int  // where its timestamp starts
	open    bool // its end is not known yet
}

// The usual form of a log event is {"id":"…","timestamp":…,"message":"…"}.
var (
	idHead      = []byte(`{"id":"`)
	timeHead    = []byte(`","timestamp":`)
	messageHead = []byte(`,"message":"`)
)

// begin goes to the next log event, which stands at i.
func (e *logEvents) begin(text []byte, i int) {
	*e = logEvents{n: e.n + 1, at: i, open: true}
	if !bytes.HasPrefix(text[i:], idHead) {
		return
	}
	i += len(idHead)
	id := bytes.IndexByte(text[i:], '"')
	if id < 0 || bytes.IndexByte(text[i:i+id], '\\') >= 0 || !bytes.HasPrefix(text[i+id:], timeHead) {
		return
	}
	e.time = i + id + len(timeHead)
	if end := integerEnd(text, e.time); end > e.time && bytes.HasPrefix(text[end:], messageHead) {
		e.message = end + len(messageHead)
	}
}

// logged is when the log event was logged.
func (e *logEvents) logged(text []byte) time.Time {
	if e.message == 0 {
		return time.Time{}
	}
	return millis(text[e.time:integerEnd(text, e.time)])
}

// integerEnd returns the end of the integer at i, i if there is none.
func integerEnd(text []byte, i int) int {
	if byteAt(text, i) == '0' {
		return i + 1
	}
	for c := byteAt(text, i); c >= '0' && c <= '9'; c = byteAt(text, i) {
		i++
	}
	return i
}
