package history

import (
	"bytes"
	"regexp"

	"trailnotify/cloudtrail/internal/rawjson"

	"trailnotify/cloudtrail/history/internal/listing"
)

// textForm is what a file may be that is neither JSON nor lines of it.
type textForm struct {
	is    func(head []byte) bool
	name  string
	way   string // what to do to get at the records
	maybe bool   // it may be anything, so one in a directory is not missed
}

const asLines = "export whole records as JSON lines"

// textForms are known by how they begin.
var textForms = []textForm{
	{starts("\xff\xfe", "\xfe\xff"), "UTF-16 text", "save it as UTF-8", false},
	{starts("\xfd7zXZ\x00"), "xz", "decompress it with xz -d", false},
	{starts("7z\xbc\xaf\x27\x1c"), "7-Zip", "unpack it with 7z x", false},
	{starts("\x04\x22\x4d\x18"), "LZ4", "decompress it with lz4 -d", false},
	{starts("\x1f\x9d"), "compress (.Z)", "decompress it with uncompress", false},
	{starts("\xff\x06\x00\x00sNaPpY"), "Snappy", "decompress it with snzip -d", false},
	{starts("PAR1"), "Parquet", "export whole records as JSON lines; Parquet of CloudTrail has columns, and fields are lost", true},
	{starts("ORC"), "ORC", asLines, true},
	{starts("Obj\x01"), "Avro", asLines, true},
	{starts("SQLite format 3\x00"), "a SQLite database", asLines, true},
	{starts("%PDF"), "PDF", asLines, true},
	{yaml, "YAML", "ask for JSON: aws --output json", false},
	{starts("[{'", "{'", "[\"{'", "'{"), "Python literals", "write them with json.dumps", false},
	{starts("<?xml"), "XML", asLines, true},
}

func starts(prefixes ...string) func(head []byte) bool {
	return func(head []byte) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(head, []byte(p)) {
				return true
			}
		}
		return false
	}
}

var yamlStart = regexp.MustCompile(`^(---\s|[A-Za-z]+:[ \t]*\r?\n|- [A-Za-z]+:)`)

// yaml reports whether text is YAML that holds events of CloudTrail.
func yaml(head []byte) bool {
	return yamlStart.Match(head) && mentionsCloudTrail(head)
}

// mentionsCloudTrail reports whether a text names what CloudTrail names.
func mentionsCloudTrail(head []byte) bool {
	for _, name := range []string{"eventName", "eventname", "event_name", "EventName", "CloudTrailEvent"} {
		if bytes.Contains(head, []byte(name)) {
			return true
		}
	}
	return false
}

// text deals with content that is not JSON as a whole, and returns false where
// it may be.
func (s *stream) text() bool {
	if s.level > 0 {
		return false // content of a string: it was looked at before
	}
	s.w.Has(sniffed)
	head := s.w.Data()
	for _, form := range textForms {
		if form.is(head) {
			s.out.notCloudTrail(Foreign{Form: form.name, Way: form.way, Lossy: !form.maybe})
			return true
		}
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
		return isBase64Start(head[:min(len(head), 64)]) || bytes.Contains(line, []byte(`{"`))
	}
}
