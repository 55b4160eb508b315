package cloudtrail

import (
	"bytes"
	"fmt"
	"strconv"
)

// memberSet is a set of those members of a payload that mean something.
type memberSet uint8

const (
	kindMember memberSet = 1 << iota
	ownerMember
	logGroupMember
	logStreamMember
	eventsMember

	headMembers = kindMember | ownerMember | logGroupMember | logStreamMember
)

// memberNamed returns the member of that name, 0 for one that means nothing.
func memberNamed(name []byte) memberSet {
	switch string(name) {
	case "messageType":
		return kindMember
	case "owner":
		return ownerMember
	case "logGroup":
		return logGroupMember
	case "logStream":
		return logStreamMember
	case "logEvents":
		return eventsMember
	default:
		return 0
	}
}

// header reads the members of the payload, up to the log events if all others
// that mean something come before them, as they always do.
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
		p.err = p.classify()
	}
	return p.err
}

// walk reads members from i on, the first of the payload or those that follow
// another, up to the end of the payload or to the log events.
func (p *Payload) walk(i int, first bool) {
	for p.err == nil {
		i = blank(p.text, i)
		switch c := byteAt(p.text, i); {
		case c == '}':
			if p.whole = blank(p.text, i+1) == len(p.text); !p.whole {
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
		end, stop := p.member(i)
		if stop {
			return
		}
		i = end
	}
}

// member reads the member at i and returns its end. It stops at log events that
// can be read without knowing what follows them.
func (p *Payload) member(i int) (end int, stop bool) {
	key, end := p.value(i)
	if p.err != nil {
		return i, false
	}
	colon := blank(p.text, end)
	if key[0] != '"' || byteAt(p.text, colon) != ':' {
		p.fail(i)
		return i, false
	}
	m := memberNamed(unquote(key))
	if m&p.seen != 0 {
		p.err = broken(i, fmt.Errorf("a second %s", key))
		return i, false
	}
	p.seen |= m
	i = blank(p.text, colon+1)
	if m == eventsMember && byteAt(p.text, i) == '[' {
		p.events = i
		if p.seen&headMembers == headMembers && p.kind == dataMessage {
			return i, true
		}
	}
	value, end := p.value(i)
	if p.err == nil {
		p.note(m, value)
	}
	return end, false
}

// note keeps the value of a member.
func (p *Payload) note(m memberSet, value []byte) {
	switch m {
	case kindMember:
		p.kind = p.decoder.name(value)
	case ownerMember:
		p.Owner = p.decoder.name(value)
	case logGroupMember:
		p.LogGroup = p.decoder.name(value)
	case logStreamMember:
		p.LogStream = p.decoder.name(value)
	}
}

const (
	dataMessage    = "DATA_MESSAGE"
	controlMessage = "CONTROL_MESSAGE"
)

// classify decides what the payload is.
func (p *Payload) classify() error {
	switch {
	case p.kind == "":
		return &ShapeError{"a JSON object without messageType"}
	case p.kind == controlMessage:
		p.Control, p.events = true, 0
		return nil
	case p.kind != dataMessage:
		return &ShapeError{"messageType " + strconv.Quote(Excerpt([]byte(p.kind)))}
	case p.events == 0:
		return &ShapeError{"a DATA_MESSAGE without an array of logEvents"}
	default:
		return nil
	}
}
