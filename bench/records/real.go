package records

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Real returns n records of the JSON Lines files in a directory, the whole
// collection again and again, from the second time on with fresh event IDs. The
// error is an fs.ErrNotExist where the directory is not there.
func Real(dir string, n int) ([][]byte, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	collected, err := readLines(dir)
	if err != nil {
		return nil, err
	}
	if len(collected) == 0 {
		return nil, fmt.Errorf("%s: found no records", dir)
	}
	return repeated(collected, n), nil
}

// repeated makes n records of those that were collected.
func repeated(collected [][]byte, n int) [][]byte {
	random := rand.New(rand.NewPCG(1, 1))
	all := make([][]byte, 0, n)
	for i := range n {
		record := collected[i%len(collected)]
		if i >= len(collected) {
			record = renamed(record, random)
		}
		all = append(all, record)
	}
	return all
}

// readLines reads the records of a directory. Files with two endings, such as
// .cis.jsonl, say what is known about those of the file with one.
func readLines(dir string) ([][]byte, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	var lines [][]byte
	for _, name := range names {
		if strings.Count(filepath.Base(name), ".") > 1 {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		lines = appendLines(lines, text)
	}
	return lines, nil
}

// appendLines appends the lines of a text that are not blank.
func appendLines(lines [][]byte, text []byte) [][]byte {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

var eventID = regexp.MustCompile(`"eventID":\s*"[0-9a-f]{8}-[^"]{27}"`)

// renamed is a record with another event ID.
func renamed(record []byte, random *rand.Rand) []byte {
	return eventID.ReplaceAllFunc(record, func([]byte) []byte {
		return fmt.Appendf(nil, `"eventID":"%08x-%04x-4%03x-8%03x-%012x"`,
			random.Uint32(), random.Uint32()>>16, random.Uint32()>>20, random.Uint32()>>20, random.Uint64()>>16)
	})
}
