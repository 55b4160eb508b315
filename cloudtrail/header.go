package cloudtrail

import (
	"bytes"
	"strconv"
)

// headMembers says which members of a payload were seen.
type headMembers uint8

const (
	seenKind headMembers = 1 << iota
	seenOwner
	seenLogGroup
	seenLogStream
	seenHead = seenKind | seenOwner | seenLogGroup | seenLogStream
)

// header reads what stands around the log events, up to them where they come last, as they always do.
func (p *Payload) header() error {
	p.text = bytes.Trim(p.text, blanks)
	if byteAt(p.text, 0) == '{' {
		p.walk(1, true)
	} else if offset, err := checkJSON(p.text); err != nil {
		p.err = broken(offset, err)
	} else {
		p.err = &ShapeError{kind(p.text[0])}
	}
	if p.err == nil {
		p.err = p.settle()
	}
	return p.err
}

// walk goes over members of the payload, up to its end or, once all others were seen, to the log events.
func (p *Payload) walk(i int, first bool) {
	for p.err == nil {
		i = blank(p.text, i)
		switch c := byteAt(p.text, i); {
		case c == '}':
			if p.done = blank(p.text, i+1) == len(p.text); !p.done {
				p.fail(i + 1)
			}
			return
		case first:
			first = false
		case c == ',':
			i = blank(p.text, i+1)
		default:
			p.fail(i)
			return
		}
		i = p.member(i)
		if p.first {
			return
		}
	}
}

// member reads the member at i and returns its end; where that is the start of the log events, first is set.
func (p *Payload) member(i int) int {
	key, end := p.value(i)
	if p.err != nil {
		return i
	}
	colon := blank(p.text, end)
	if key[0] != '"' || byteAt(p.text, colon) != ':' {
		p.fail(i)
		return i
	}
	i = blank(p.text, colon+1)
	name := unquote(key)
	if p.head == seenHead && string(name) == "logEvents" && byteAt(p.text, i) == '[' {
		p.begin(i)
		return i
	}
	value, end := p.value(i)
	if p.err == nil {
		p.note(string(name), value, i)
	}
	return end
}

// begin goes to the array of log events at i.
func (p *Payload) begin(i int) { p.events, p.at, p.first, p.done = i, i+1, true, false }

// note takes a member down. Of members with the same name the last one counts.
func (p *Payload) note(name string, value []byte, at int) {
	switch name {
	case "messageType":
		p.kind, p.head = value, p.head|seenKind
	case "owner":
		p.Owner, p.head = p.decoder.name(value), p.head|seenOwner
	case "logGroup":
		p.LogGroup, p.head = p.decoder.name(value), p.head|seenLogGroup
	case "logStream":
		p.LogStream, p.head = p.decoder.name(value), p.head|seenLogStream
	case "logEvents":
		p.events = 0
		if value[0] == '[' {
			p.events = at
		}
	}
}

// settle decides what the payload is.
func (p *Payload) settle() error {
	name, ok := text(p.kind)
	if name == "DATA_MESSAGE" && p.events > 0 {
		p.begin(p.events)
		return nil
	}
	if offset, err := checkJSON(p.text); err != nil { // the walk may have stopped at the log events
		return broken(offset, err)
	}
	p.done = true
	switch {
	case !ok:
		return &ShapeError{"a JSON object without messageType"}
	case name == "CONTROL_MESSAGE":
		p.Control = true
		return nil
	case name != "DATA_MESSAGE":
		return &ShapeError{"messageType " + strconv.Quote(Excerpt([]byte(name)))}
	default:
		return &ShapeError{"a DATA_MESSAGE without an array of logEvents"}
	}
}
