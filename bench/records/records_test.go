package records_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"trailnotify/bench/records"
	"trailnotify/cloudtrail"
)

func generated(t *testing.T, n int) [][]byte {
	t.Helper()
	all, err := records.Generated(n)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPayloads_HoldTheRecords(t *testing.T) {
	all := generated(t, 250)
	payloads, err := records.Payloads(all, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]byte
	for _, p := range payloads {
		batch, err := cloudtrail.DecodePayload(p.Base64)
		if err != nil {
			t.Fatal(err)
		}
		if len(batch.Records) != p.Records {
			t.Errorf("a payload of %d records holds %d", p.Records, len(batch.Records))
		}
		for _, r := range batch.Records {
			got = append(got, r.JSON)
		}
		if !json.Valid(p.JSON) || !bytes.Contains(p.Event, p.Base64) {
			t.Error("the stages of a payload are not those of one event")
		}
	}
	if len(payloads) != 3 || !reflect.DeepEqual(got, all) {
		t.Errorf("%d payloads with %d records, want 3 with the 250 that went in", len(payloads), len(got))
	}
}

// meaning is what a record says of all that the rules ask about.
func meaning(t *testing.T, record []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(record, &m); err != nil {
		t.Fatalf("%v in %.200s", err, record)
	}
	for _, added := range []string{"policyDocument", "nested", "huge"} {
		delete(m, added)
	}
	return m
}

func TestOdd_SaysTheSameOtherwise(t *testing.T) {
	for _, shape := range records.Odd {
		t.Run(shape.Name, func(t *testing.T) {
			for _, record := range generated(t, 200) {
				odd := shape.Of(record)
				if bytes.Equal(odd, record) {
					t.Fatalf("unchanged: %s", record)
				}
				got, want := meaning(t, odd), meaning(t, record)
				if shape.Name == "duplicate keys, the last one counts" && want["errorCode"] == nil {
					delete(got, "errorCode") // null before nothing
				}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%s\nsays something else than\n%s", odd, record)
				}
			}
		})
	}
}

func TestReal_RepeatsWithFreshIDs(t *testing.T) {
	dir := t.TempDir()
	lines := `{"eventID":"00000000-1111-2222-3333-444444444444","eventName":"A"}` + "\n" + `{"eventName":"B"}` + "\n"
	write(t, filepath.Join(dir, "a.jsonl"), lines)
	write(t, filepath.Join(dir, "a.cis.jsonl"), `{"line":1}`+"\n")
	all, err := records.Real(dir, 4)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, i := range []int{0, 2} {
		m := meaning(t, all[i])
		if m["eventName"] != "A" {
			t.Errorf("record %d is %s, want a copy of the first", i, all[i])
		}
		ids[m["eventID"].(string)] = true
	}
	if len(ids) != 2 || len(all[2]) != len(all[0]) || string(all[3]) != `{"eventName":"B"}` {
		t.Errorf("got %q", all)
	}
}

func TestReal_TellsWhereThereAreNone(t *testing.T) {
	if _, err := records.Real(filepath.Join(t.TempDir(), "none"), 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want one that says that nothing is there", err)
	}
	if _, err := records.Real(t.TempDir(), 1); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v of an empty directory", err)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
