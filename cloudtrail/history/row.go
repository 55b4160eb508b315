package history

import (
	"io"

	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/form"
	"trailnotify/cloudtrail/internal/rawjson"
)

// row reads the array at the window if it is a row of a query's answer, and
// returns false if it is anything else: [{"field":"@message","value":"…"},…] of
// Logs Insights, or an object for each column, [{"eventJson":"…"},…], of
// CloudTrail Lake.
func (s *stream) row() bool {
	if !s.columnAhead() {
		return false
	}
	end, ok := s.ends(0)
	if !ok {
		return false
	}
	raw := s.w.Data()[:end]
	if _, err := rawjson.Check(raw); err != nil {
		return false
	}
	o := form.ParseRow(raw)
	if o == nil {
		return false
	}
	if !s.search(o, 0) {
		s.out.notCloudTrail(Foreign{
			Form: "query results in columns", Lossy: true,
			Way: "select whole records: @message in Logs Insights, eventJson in CloudTrail Lake",
		})
	}
	s.take(end)
	return true
}

// columnAhead reports whether the array at the window begins with an object as
// short as that of a column, so that not every array is read twice.
func (s *stream) columnAhead() bool {
	i := 1
	for ; s.w.Has(i + 1); i++ {
		if c := s.w.Data()[i]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			break
		}
	}
	if !s.w.Has(i+1) || s.w.Data()[i] != '{' {
		return false
	}
	end, ok := s.ends(i)
	if !ok {
		return false
	}
	raw := s.w.Data()[i:end]
	if _, err := rawjson.Check(raw); err != nil {
		return false
	}
	return form.Parse(raw).IsColumn()
}

// ends returns the end of the value at i of the window, and false where that is
// not in sight: the value is too long, or has no end. It drops nothing.
func (s *stream) ends(i int) (end int, ok bool) {
	for {
		b := s.w.Data()
		if end = rawjson.Skip(b, i); end < len(b) {
			return end, true
		}
		if len(b) > s.limit || !s.w.Has(max(2*len(b), buffer.Min)) && len(s.w.Data()) == len(b) {
			return end, end <= s.limit && s.w.Err == io.EOF
		}
	}
}
