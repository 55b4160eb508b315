// Package sniff tells by the first bytes of content what is not JSON.
package sniff

import (
	"bytes"
	"regexp"
)

// A Text is what content may be that is neither JSON nor lines of it.
type Text struct {
	is    func(head []byte) bool
	Name  string
	Way   string // what to do to get at the records
	Maybe bool   // it may be anything, so one in a directory is not missed
}

const asLines = "export whole records as JSON lines"

// texts are known by how they begin.
var texts = []Text{
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
	return yamlStart.Match(head) && MentionsCloudTrail(head)
}

// MentionsCloudTrail reports whether a text names what CloudTrail names.
func MentionsCloudTrail(head []byte) bool {
	for _, name := range []string{"eventName", "eventname", "event_name", "EventName", "CloudTrailEvent"} {
		if bytes.Contains(head, []byte(name)) {
			return true
		}
	}
	return false
}

// NotJSON tells what content is that begins with head, and returns false where it
// may be JSON, or text with JSON in it.
func NotJSON(head []byte) (Text, bool) {
	for _, t := range texts {
		if t.is(head) {
			return t, true
		}
	}
	return Text{}, false
}
