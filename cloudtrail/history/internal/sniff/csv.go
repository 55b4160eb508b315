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

// quotesJSON reports whether the rows after the header hold JSON in a cell, or
// JSON in base64.
func quotesJSON(rows []byte, comma rune) bool {
	for first := true; ; {
		if startsQuoted(rows) || !first && startsBare(rows, comma) {
			return true
		}
		next := bytes.IndexAny(rows, string(comma)+"\n")
		if next < 0 {
			return false
		}
		first = rows[next] == '\n'
		rows = rows[next+1:]
	}
}

// startsQuoted reports whether a cell starts with a quoted object, in which the
// quotes are doubled.
func startsQuoted(cell []byte) bool {
	object, ok := bytes.CutPrefix(cell, []byte(`"{`))
	return ok && bytes.HasPrefix(bytes.TrimLeft(object, " \t\r\n"), []byte(`""`))
}

// startsBare reports whether a cell starts with what need not be quoted:
// base64, or between tabs an object.
func startsBare(cell []byte, comma rune) bool {
	if comma == '\t' && bytes.HasPrefix(cell, []byte(`{"`)) {
		return true
	}
	end := bytes.IndexAny(cell, string(comma)+"\r\n")
	if end < 0 {
		end = len(cell)
	}
	return Base64Start(bytes.Trim(cell[:end], `"`))
}
