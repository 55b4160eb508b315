package cloudtrail

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// Record is one CloudTrail event as it was logged. Everything inside JSON is untrusted: an attacker chooses user agents,
// names and request parameters.
type Record struct {
	JSON   []byte    // one valid JSON object, byte for byte as logged but for white space around it
	Logged time.Time // the timestamp of the log event; zero where the source has none
	Place  Place     // where it was read, for messages to people
}

// Place says where a record stands: its number in a file or payload, counted from 1, rotten records included. For a file
// with one record a line and no blank lines N is the line number. N is 0 where the file as a whole is meant. File is
// empty for a record of a payload, and "stdin" for one from standard input.
type Place struct {
	File string
	N    int
}

// String returns "file:N", "file" when N is 0, "record N" when there is no file.
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

// minKey is how long an event ID must be to tell records apart; CloudTrail's are 36 characters. Anonymised and
// hand-written records hold things like "..." or "1", which would make all of them one.
const minKey = 8

var keyPaths = [][]string{{"addendum", "originalEventID"}, {"eventID"}, {"eventId"}}

// A time of record outside these years is not believed.
const firstYear, lastYear = 2000, 2199

// Time returns when the recorded action happened, in UTC: eventTime, else Logged, else @timestamp (Logstash's name). A
// value that is no RFC 3339 time of the years 2000 to 2199 counts as absent. It returns false when there is none: such a
// record can match but not be counted.
func (r Record) Time() (time.Time, bool) {
	if t, ok := parseTime(r.Field("eventTime")); ok {
		return t, true
	}
	if believable(r.Logged) {
		return r.Logged.UTC(), true
	}
	return parseTime(r.Field("@timestamp"))
}

func parseTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || !believable(t) {
		return time.Time{}, false
	}
	return t.UTC(), true
}

func believable(t time.Time) bool {
	y := t.UTC().Year()
	return y >= firstYear && y <= lastYear
}

// Key returns what tells this record from every other one, whatever it is delivered with and how often: the original
// event ID that an addendum names, else the event ID (eventID, or eventId in aggregated events), each only when it is a
// string of at least 8 characters, else the hexadecimal SHA-256 of JSON.
func (r Record) Key() string {
	for _, path := range keyPaths {
		if s, ok := text(r.value(path)); ok && len(s) >= minKey {
			return s
		}
	}
	sum := sha256.Sum256(r.JSON)
	return hex.EncodeToString(sum[:])
}

// EventID returns the record's own event ID, to show to people and to search for, or "" when it has none.
func (r Record) EventID() string {
	if id := r.Field("eventID"); id != "" {
		return id
	}
	return r.Field("eventId")
}

// Field returns the string, number, true or false at a path of object keys as text, and "" where there is nothing, null,
// an object or an array. The last of duplicate keys wins. Keys are taken literally; there are no wildcards or indexes.
func (r Record) Field(path ...string) string {
	raw := r.value(path)
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

func (r Record) value(path []string) []byte {
	v := r.JSON
	for _, key := range path {
		if v = member(v, key); v == nil {
			return nil
		}
	}
	return v
}
