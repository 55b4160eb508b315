package explain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/examine"
)

// A message is what a pattern is evaluated on.
type message struct {
	text    []byte
	place   string // "" where it was given as text
	eventID string
	at      time.Time // that it counts at; zero where it is no record or has none
}

// textMessage is a message that was given as text.
func textMessage(text string) message {
	m := message{text: []byte(text)}
	if json.Valid(m.text) {
		m.at, _, _ = cloudtrail.Record{JSON: m.text}.Counted()
	}
	return m
}

// readMessage finds the message that RECORD means.
func readMessage(ctx context.Context, record string, stdin io.Reader) (message, error) {
	if strings.HasPrefix(strings.TrimSpace(record), "{") {
		return textMessage(record), nil
	}
	path, n, err := recordPlace(record)
	if err != nil {
		return message{}, err
	}
	if path == "" {
		return textMessage(record), nil
	}
	return nthRecord(ctx, path, n, stdin)
}

// numbered is FILE:N.
var numbered = regexp.MustCompile(`^(.+):(-?[0-9]+)$`)

// recordPlace reads RECORD as a file, FILE:N or "-". The path is empty for what
// is none of these; a file that is missing is an error.
func recordPlace(record string) (path string, n int, err error) {
	if _, err := os.Stat(record); err == nil || isStdin(record) {
		return fileOrStdin(record), 1, nil
	}
	if parts := numbered.FindStringSubmatch(record); parts != nil {
		if path, n, err := numberedPlace(parts[1], parts[2]); path != "" || err != nil {
			return path, n, err
		}
	}
	if looksLikeHistory(record) {
		return "", 0, fmt.Errorf("%s: no such file", record)
	}
	return "", 0, nil
}

// numberedPlace reads FILE:N. The path is empty when FILE can't be meant as the
// name of a file.
func numberedPlace(file, number string) (path string, n int, err error) {
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return "", 0, fmt.Errorf("%s is a directory: name the file of record %s", file, number)
	case err != nil && looksLikeHistory(file):
		return "", 0, fmt.Errorf("%s: %w", file, examine.Cause(err))
	case err != nil && !isStdin(file):
		return "", 0, nil
	}
	n, err = strconv.Atoi(number)
	switch {
	case strings.HasPrefix(number, "-") || err == nil && n == 0:
		return "", 0, fmt.Errorf("%s:%s: records are counted from 1", file, number)
	case err != nil:
		return "", 0, fmt.Errorf("%s has no record %s", file, number) // no file has so many
	}
	return fileOrStdin(file), n, nil
}

func isStdin(name string) bool { return name == history.Stdin || name == "stdin" }

// fileOrStdin undoes what messages call standard input, unless a file has that
// name.
func fileOrStdin(path string) string {
	if _, err := os.Stat(path); err != nil {
		return history.Stdin
	}
	return path
}

// looksLikeHistory tells the name of a file that is missing from a message: it
// has no blanks, and a directory or the ending of a file with records.
func looksLikeHistory(name string) bool {
	if strings.ContainsAny(name, " \t\n") {
		return false
	}
	endings := []string{".json", ".jsonl", ".ndjson", ".gz", ".log", ".txt"}
	return strings.ContainsRune(name, filepath.Separator) || slices.Contains(endings, strings.ToLower(filepath.Ext(name)))
}

// nthRecord reads the record of a number.
func nthRecord(ctx context.Context, path string, n int, stdin io.Reader) (message, error) {
	input, err := history.Open([]string{path}, history.Options{Stdin: stdin, Context: ctx})
	if err != nil {
		return message{}, err
	}
	last, unread := 0, fmt.Errorf("%s holds no record", path)
	for r, err := range input.Records() {
		place := r.Place.N
		if err != nil {
			place, unread = placeOfError(err).N, err
		}
		switch {
		case err != nil && (place == n || place == 0):
			return message{}, err
		case err == nil && place == n:
			at, _, _ := r.Counted()
			return message{text: r.JSON, place: r.Place.String(), eventID: r.EventID(), at: at}, nil
		case err == nil:
			last = place
		}
	}
	if last == 0 {
		return message{}, unread
	}
	return message{}, fmt.Errorf("%s has no record %d, the last one is %d", path, n, last)
}

// placeOfError returns where something was read that is not a record.
func placeOfError(err error) cloudtrail.Place {
	var fault *cloudtrail.Fault
	var foreign *history.Foreign
	switch {
	case errors.As(err, &fault):
		return fault.Place
	case errors.As(err, &foreign):
		return foreign.Place
	default:
		return cloudtrail.Place{}
	}
}
