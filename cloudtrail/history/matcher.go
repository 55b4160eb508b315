package history

import (
	"trailnotify/cloudtrail/history/internal/inplace"
	"trailnotify/pattern"
)

// A Matcher says which records are wanted. It is used by several goroutines at
// the same time.
type Matcher interface {
	// Match reports whether a record is wanted.
	Match(record []byte) bool
	// Scan begins to look at records inside a text. The scan notes the
	// members that [Keys] names.
	Scan(text []byte) Scan
}

// A Scan looks at records in place in a text, in one pass for all that
// is to be known of them.
type Scan interface {
	// Any reports whether the record at a place is wanted, and returns its end.
	// The end is -1 where the scan can't say, and Match has to, and -2 where
	// the record may go on behind the text.
	Any(at int) (wanted bool, end int)
	// Text returns the text of a member of Keys of the last record, and false
	// where it is not a string without escapes.
	Text(key int) (text []byte, ok bool)
	// Object reports whether a member of Keys of the last record is an object.
	Object(key int) bool
	// Close ends the scan.
	Close()
}

// Keys are the members of records that a [Scan] notes.
func Keys() []string {
	return []string{
		inplace.EventName: "eventName", inplace.EventSource: "eventSource",
		inplace.EventTime: "eventTime", inplace.UserIdentity: "userIdentity",
	}
}

// everything is the Matcher that wants all records.
var everything = all{pattern.NewPlain(nil, Keys()...)}

type all struct{ plain *pattern.Plain }

func (all) Match([]byte) bool { return true }

func (a all) Scan(text []byte) Scan { return allScan{a.plain.Scan(text)} }

type allScan struct{ *pattern.PlainScan }

func (s allScan) Any(at int) (wanted bool, end int) {
	_, end = s.Match(at, nil)
	return true, end
}
