package cloudtrail

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"time"
)

var (
	errNoMessage = errors.New("log event without a message string")
	errRead      = errors.New("the records of the payload were read before")
)

// each reads the log events:
//
//	"logEvents":[{"id":"1","timestamp":1772445432000,"message":"{\"a\":1}"},{"id":…}]}
//	            ^events                 ^logged                 ^message   ^end
//	             ^at, of the first                                          ^at, of the next
//
// All that is known of a log event is in [inPlace]. A log event that is written
// in any other way, or whose message scan can't read, is parsed as JSON.
func (p *Payload) each(scan Scan, yield func(Record, error) bool) {
	if p.read {
		yield(Record{}, errRead)
		return
	}
	p.read = true
	at := p.first()
	for n := 1; at > 0; n++ {
		e := find(p.text, at)
		wanted := true
		if e.message > 0 && scan != nil {
			e.end, wanted = scan(e.message)
		}
		if !e.endsIn(p.text) {
			r, end, err := p.parse(at, n)
			if p.err != nil || !yield(r, err) {
				break
			}
			at = p.next(end)
			continue
		}
		p.newest = max(p.newest, e.logged)
		if !wanted {
			p.passed++
		} else if !yield(p.takeOut(e, n), nil) {
			break
		}
		at = p.next(e.end + len(`"}`))
	}
	if p.err != nil {
		yield(Record{}, p.err)
	}
}

// first returns where the first log event is, 0 if there is none.
func (p *Payload) first() int {
	if p.events == 0 {
		return 0
	}
	i := blank(p.text, p.events+1)
	if byteAt(p.text, i) == ']' {
		return p.close(i)
	}
	return i
}

// next returns where the log event is that follows one that ends at i, 0 if
// there is none.
func (p *Payload) next(i int) int {
	i = blank(p.text, i)
	switch byteAt(p.text, i) {
	case ',':
		return blank(p.text, i+1)
	case ']':
		return p.close(i)
	default:
		p.fail(i)
		return 0
	}
}

// close reads what follows the log events, whose array ends at i.
func (p *Payload) close(i int) int {
	if !p.whole {
		p.walk(i+1, false)
	}
	return 0
}

// inPlace is a log event that is written as CloudWatch Logs always writes it:
// {"id":"…","timestamp":…,"message":"…"}.
type inPlace struct {
	logged  int64 // its timestamp, milliseconds since 1970
	message int   // where its message starts, 0 if it is written in another way
	end     int   // where its message ends, 0 or less if nobody could read it
}

var (
	idHead      = []byte(`{"id":"`)
	timeHead    = []byte(`","timestamp":`)
	messageHead = []byte(`,"message":"`)
)

// find finds the parts of the log event at i, up to its message.
func find(text []byte, i int) inPlace {
	if !bytes.HasPrefix(text[i:], idHead) {
		return inPlace{}
	}
	i += len(idHead)
	id := bytes.IndexByte(text[i:], '"')
	if id < 0 || bytes.IndexByte(text[i:i+id], '\\') >= 0 || !bytes.HasPrefix(text[i+id:], timeHead) {
		return inPlace{}
	}
	logged, end := integer(text, i+id+len(timeHead))
	if end == 0 || !bytes.HasPrefix(text[end:], messageHead) {
		return inPlace{}
	}
	return inPlace{logged: logged, message: end + len(messageHead)}
}

// endsIn reports whether the log event ends where its message does.
func (e inPlace) endsIn(text []byte) bool {
	return e.end > 0 && byteAt(text, e.end) == '"' && byteAt(text, e.end+1) == '}'
}

// takeOut takes a record out of the string that it is in, which it overwrites.
func (p *Payload) takeOut(e inPlace, n int) Record {
	return Record{
		JSON:    unescape(p.text[e.message:e.message], p.text[e.message:e.end]),
		Logged:  loggedAt(e.logged),
		Arrived: p.Arrived,
		Place:   Place{N: n},
	}
}

// parse reads the log event at i, the nth, as JSON, and returns its end. The
// error is a *Fault.
func (p *Payload) parse(i, n int) (r Record, end int, err error) {
	raw, end := p.value(i)
	if p.err != nil {
		return Record{}, end, nil
	}
	r, _, err = logEvent(raw)
	if err != nil {
		return Record{}, end, &Fault{Place: Place{N: n}, Err: err}
	}
	if !r.Logged.IsZero() {
		p.newest = max(p.newest, r.Logged.UnixMilli())
	}
	r.Arrived, r.Place.N = p.Arrived, n
	return r, end, nil
}

// value returns the value at a place, and its end. It fails where there is no
// JSON.
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

// logEvent takes the record out of a log event,
// {"id":…,"timestamp":…,"message":"…"}, which it overwrites. On an error it
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

// millis reads milliseconds since 1970, and gives the zero time for everything
// else.
func millis(raw []byte) time.Time {
	if ms, end := integer(raw, 0); end == len(raw) {
		return loggedAt(ms)
	}
	return time.Time{}
}

// loggedAt is the time of a log event, zero when it is not known.
func loggedAt(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// integer reads the integer without a sign at i and returns its end, 0 if there
// is none. One that is too large for a time in milliseconds is 0.
func integer(text []byte, i int) (n int64, end int) {
	const most = math.MaxInt64 / 1000
	if byteAt(text, i) == '0' {
		return 0, i + 1
	}
	start := i
	for ; byteAt(text, i)-'0' <= 9; i++ {
		if n <= most {
			n = 10*n + int64(text[i]-'0')
		}
	}
	if i == start {
		return 0, 0
	}
	if n > most {
		n = 0
	}
	return n, i
}

// byteAt returns 0 behind the end.
func byteAt(b []byte, i int) byte {
	if uint(i) >= uint(len(b)) {
		return 0
	}
	return b[i]
}
