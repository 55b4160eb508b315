package sniff

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// CSV finds the delimiter of CSV that may hold records, 0 if head is not
// the start of any, and whether its first line names the columns.
func CSV(head []byte) (comma rune, header bool) {
	line, rest, found := bytes.Cut(head, []byte{'\n'})
	line = bytes.TrimRight(line, "\r")
	if !found || len(line) == 0 || line[0] == '{' || line[0] == '[' {
		return 0, false
	}
	if bytes.HasPrefix(line, []byte(`"{""`)) || bytes.Contains(line, []byte(`,"{""`)) {
		return ',', false
	}
	for _, c := range ",\t;|" {
		if names := columnNames(line, c); names != nil && (quotesJSON(rest, c) || MentionsCloudTrail(line)) {
			return c, true
		}
	}
	return 0, false
}

// columnNames returns the names that a line gives to columns, nil if it doesn't
// look like such a line.
func columnNames(line []byte, comma rune) []string {
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma = comma
	names, err := r.Read()
	if err != nil {
		return nil
	}
	for _, name := range names {
		if len(name) == 0 || len(name) > 100 || strings.ContainsAny(name, "{}[]:\"") {
			return nil
		}
	}
	return names
}

// quotesJSON reports whether the rows after the header hold JSON in a cell.
func quotesJSON(rows []byte, comma rune) bool {
	return bytes.HasPrefix(rows, []byte(`"{""`)) || bytes.Contains(rows, []byte(string(comma)+`"{""`)) ||
		comma == '\t' && bytes.Contains(rows, []byte("\t{\""))
}
