package cloudtrail

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// Record is one CloudTrail event as it was logged. Everything inside JSON is
// untrusted: an attacker chooses user agents, names and request parameters.
type Record struct {
	JSON    []byte    // one valid JSON object, byte for byte as logged, without white space around it
	Logged  time.Time // the timestamp of the log event; zero where the source has none
	Arrived time.Time // when the payload reached its Kinesis stream; zero for other sources
	Place   Place     // where it was read, for messages to people
}

// Place says where a record is: its number in a file or payload, counted from
// 1, unreadable records included. For a file with one record a line and no
// blank lines N is the line number. N is 0 where the file as a whole is meant.
// File is empty for a record of a payload, and "stdin" for one from standard
// input.
type Place struct {
	File string
	N    int
}

// String returns "file:N", "file" when N is 0, "record N" when there is no
// file.
func (p Place) String() string {
	switch {
	case p.File == "":
		return "record " + strconv.Itoa(p.N)
	case p.N == 0:
		return p.File
	default:
		return p.File + ":" + strconv.Itoa(p.N)
	}
}

// minKey is how long an event ID must be to tell records apart; CloudTrail's
// are 36 characters. Anonymised and hand-written records hold things like "..."
// or "1", which would make all of them one.
const minKey = 8

var keyPaths = [][]string{{"addendum", "originalEventID"}, {"eventID"}, {"eventId"}}

// A time outside these years is not believed. The last one is also the last
// whole year that can be counted: windows hold 32 bits of seconds.
const firstYear, lastYear = 2000, 2105

// maxAhead is how far a time may be ahead of the one that it is compared with.
// Clocks differ by seconds; a record that is dated further ahead is wrong or
// forged.
const maxAhead = 15 * time.Minute

// Time returns when the recorded action happened, in UTC, as far as the record
// can be believed: eventTime, else Logged, else @timestamp (Logstash's name),
// else Arrived. A value that isn't an RFC 3339 time of the years 2000 to 2105
// counts as absent. Time returns false when there is none: such a record can
// match but not be counted. See [Record.Counted] for the time to count it at.
func (r Record) Time() (time.Time, bool) {
	if t, ok := parseTime(r.Field("eventTime")); ok {
		return t, true
	}
	if believable(r.Logged) {
		return r.Logged.UTC(), true
	}
	if t, ok := parseTime(r.Field("@timestamp")); ok {
		return t, true
	}
	return r.Arrived.UTC(), believable(r.Arrived)
}

// Counted returns the time that the record counts at. That is its own time,
// see [Record.Time], unless it is dated more than 15 minutes ahead of its log
// event. Then it counts at the log event's time and is skewed: whoever writes a
// record that is dated ahead would otherwise choose the window that it falls
// into, and have alerts spend matches that are still to come. On Kinesis, a log
// event that is itself more than 15 minutes ahead of its arrival gives way to
// the time of arrival. A record of a file without log events has nothing to be
// compared with and counts at its own time.
//
// The result depends on the record and on what comes with it at every delivery,
// never on the time of the delivery: a record that is delivered again counts in
// the same window.
func (r Record) Counted() (at time.Time, skewed, ok bool) {
	at, ok = r.Time()
	if base := r.base(); !base.IsZero() && at.After(base.Add(maxAhead)) {
		return base.UTC(), true, true
	}
	return at, false, ok
}

// base is the time that the record's own is compared with, zero if there is
// none.
func (r Record) base() time.Time {
	arrived := believable(r.Arrived)
	switch {
	case believable(r.Logged) && !(arrived && r.Logged.After(r.Arrived.Add(maxAhead))):
		return r.Logged
	case arrived:
		return r.Arrived
	default:
		return time.Time{}
	}
}

// Early reports whether the log event is dated more than 15 minutes ahead of
// now, so that the record must not be counted yet. CloudWatch Logs accepts
// timestamps up to two hours ahead. A record from Kinesis is never early: it
// has a time of arrival to be counted at, and waiting would block its shard.
func (r Record) Early(now time.Time) bool {
	return r.Arrived.IsZero() && believable(r.Logged) && r.Logged.After(now.Add(maxAhead))
}

func parseTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || !believable(t) {
		return time.Time{}, false
	}
	return t.UTC(), true
}

func believable(t time.Time) bool {
	y := t.UTC().Year() // the zero time is of the year 1
	return y >= firstYear && y <= lastYear
}

// Key returns what distinguishes this record from every other one, whatever it
// is delivered with and how often: the original event ID that an addendum
// names, else the event ID (eventID, or eventId in aggregated events), each
// only when it is a string of at least 8 characters, else the hexadecimal
// SHA-256 of JSON.
func (r Record) Key() string {
	for _, path := range keyPaths {
		if s, ok := text(r.value(path)); ok && len(s) >= minKey {
			return s
		}
	}
	sum := sha256.Sum256(r.JSON)
	return hex.EncodeToString(sum[:])
}

// EventID returns the record's own event ID, to show to people and to search
// for, or "" when it has none.
func (r Record) EventID() string {
	if id := r.Field("eventID"); id != "" {
		return id
	}
	return r.Field("eventId")
}

// Field returns the string, number, true or false at a path of object keys as
// text, and "" where there is nothing, null, an object or an array. The last of
// duplicate keys wins. Keys are taken literally; there are no wildcards or
// indexes.
func (r Record) Field(path ...string) string { return scalar(r.value(path)) }

// scalar is the text of a raw value that is neither null nor made of others.
func scalar(raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		return string(unquote(raw))
	case '{', '[', 'n':
		return ""
	default:
		return string(raw)
	}
}

func (r Record) value(path []string) []byte { return within(r.JSON, path) }

// within follows a path of keys from one value to the next.
func within(v []byte, path []string) []byte {
	for _, key := range path {
		if v = member(v, key); v == nil {
			return nil
		}
	}
	return v
}
