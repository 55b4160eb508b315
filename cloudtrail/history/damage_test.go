package history

import (
	"strings"
	"testing"
	"testing/iotest"

	"trailnotify/cloudtrail"
)

// reuse reads content with the buffers of the calls before, as a tree of files
// is read.
func reuse(r *fileReader, content string) (records []cloudtrail.Record, faults []*cloudtrail.Fault) {
	readFrom(r, strings.NewReader(content), func(r cloudtrail.Record, err error) bool {
		if err != nil {
			faults = append(faults, asFault(err))
		} else {
			records = append(records, r)
		}
		return true
	})
	return records, faults
}

// A file that was cut off gives the records before the cut, nothing else, and
// says that it was cut off, unless what is left is a sound file.
func TestRecords_CutOffAnywhere(t *testing.T) {
	oneGoroutine(t)
	r := fileReader{limit: maxValue}
	for name, content := range shapes(t) {
		if strings.Contains(name, "not indented") {
			continue // there, each line with a brace may be where to go on, so objects inside the last record are read as records
		}
		t.Run(name, func(t *testing.T) {
			before := 0
			for end := range len(content) {
				records, faults := reuse(&r, content[:end])
				if len(records) < before || len(records) > len(examples) {
					t.Fatalf("%d bytes give %d records, one byte less gave %d", end, len(records), before)
				}
				for i := before; i < len(records); i++ {
					if got := compact(t, records[i]); got != examples[i] {
						t.Fatalf("%d bytes: record %d is %s", end, i+1, got)
					}
				}
				before = len(records)
				if len(faults) > 2 {
					t.Fatalf("%d bytes: faults %v", end, faults)
				}
			}
			if before < len(examples)-1 && strings.Contains(content, examples[0]) {
				t.Errorf("all but the last byte give %d records", before)
			}
		})
	}
}

// A byte that was changed costs none of the records before it and, where each
// record has a line of its own, only the record that it was in, or the two that
// it stood between.
func TestRecords_AnyByteChanged(t *testing.T) {
	oneGoroutine(t)
	r := fileReader{limit: maxValue}
	all := shapes(t)
	for name, lost := range map[string]int{
		"lines": 2, "export": 2, "log events, one a line": 2, "EventBridge, one a line": 2, "S3 deliveries, one a line": 2,
		"array, one a line": 2, "S3 delivery": len(examples), "array": len(examples), "no separator": len(examples),
		"indented, one after the other": 2,
	} {
		t.Run(name, func(t *testing.T) {
			content := all[name]
			for at := range len(content) {
				for i, c := range "\x00\"\\{}[],:\n x" {
					if (at+i)%4 > 0 {
						continue // a quarter of them, in turns: all take 4 s
					}
					damaged := content[:at] + string(c) + content[at+1:]
					records, _ := reuse(&r, damaged)
					checkDamaged(t, damaged, at, lost, records)
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

var indented = each("%s", indent)

func checkDamaged(t *testing.T, damaged string, at, lost int, records []cloudtrail.Record) {
	t.Helper()
	read := map[string]bool{}
	for _, rec := range records {
		read[string(rec.JSON)] = true
	}
	missing := 0
	for i, e := range examples {
		if read[e] || read[indented[i]] {
			continue
		}
		missing++
		n := strings.Index(damaged, e)
		if n < 0 || n+len(e) > at {
			continue
		}
		if lost > 2 || strings.Contains(damaged[n+len(e):at], "\n") {
			t.Errorf("%q at byte %d: record %d before it is lost", damaged[at], at, i+1)
		}
	}
	if missing > lost {
		t.Errorf("%q at byte %d: %d records lost: %.200s", damaged[at], at, missing, damaged[max(0, at-60):])
	}
}

// What is read does not depend on how the bytes arrive.
func TestRecords_InSmallPieces(t *testing.T) {
	for name, content := range shapes(t) {
		r := fileReader{limit: maxValue}
		var got []cloudtrail.Record
		readFrom(&r, iotest.OneByteReader(strings.NewReader(content)), func(rec cloudtrail.Record, err error) bool {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			got = append(got, rec)
			return true
		})
		if len(got) != len(examples) {
			t.Errorf("%s: %d records", name, len(got))
		}
	}
}
