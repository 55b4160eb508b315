package history

import (
	"bytes"

	"trailnotify/cloudtrail/history/internal/listing"
	"trailnotify/cloudtrail/history/internal/sniff"
	"trailnotify/cloudtrail/internal/rawjson"
)

// text deals with content that is not JSON as a whole, and returns false where
// it may be.
func (s *stream) text() bool {
	if s.level > 0 {
		return false // content of a string: it was looked at before
	}
	if s.begins(`{"`) || s.begins(`[{"`) {
		return false // without waiting for more
	}
	s.w.Has(sniffed)
	head := s.w.Data()
	head = head[:min(len(head), sniffed)]
	if t, ok := sniff.NotJSON(head); ok {
		s.out.notCloudTrail(Foreign{Form: t.Name, Way: t.Way, Lossy: !t.Maybe})
		return true
	}
	if s.table(head) {
		return true
	}
	if s.out.inTree && !s.begun(head) && !listing.NamesJSON(s.out.file) {
		s.out.notCloudTrail(Foreign{Form: "of another kind"})
		return true
	}
	return false
}

// sniffed is how much of a file is looked at to tell what it is.
const sniffed = 4 << 10

// begun reports whether content begins as records or what holds them may.
func (s *stream) begun(head []byte) bool {
	head = bytes.TrimLeft(head, rawjson.Blanks)
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	switch {
	case len(head) == 0:
		return true
	case bytes.IndexByte([]byte(`{["`), head[0]) >= 0:
		return true
	default:
		return sniff.Base64Start(head[:min(len(head), 64)]) || bytes.Contains(line, []byte(`{"`))
	}
}
