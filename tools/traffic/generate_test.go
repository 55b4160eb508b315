package traffic

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
)

var first = time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)

func generator(t testing.TB, c Config) *Generator {
	t.Helper()
	if c.From.IsZero() {
		c.From = first
	}
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// text is all deliveries, one a line.
func text(g *Generator) string {
	var b strings.Builder
	for r := range g.Records() {
		b.Write(r.JSON)
		b.WriteByte('\n')
	}
	return b.String()
}

func decode(t testing.TB, record []byte) fields {
	t.Helper()
	var f fields
	if err := json.Unmarshal(record, &f); err != nil {
		t.Fatalf("%v in %s", err, record)
	}
	return f
}

func TestRecords_SameSeedSameBytes(t *testing.T) {
	c := Config{Seed: 7, Days: 2, Records: 3000, Duplicates: .05}
	one, again := text(generator(t, c)), text(generator(t, c))
	if one != again {
		t.Error("the same configuration gave different records")
	}
}

func TestRecords_AnotherSeedOtherIDs(t *testing.T) {
	ids := map[string]bool{}
	for _, seed := range []uint64{7, 8} {
		for r := range generator(t, Config{Seed: seed, Days: 1, Records: 1000}).Records() {
			if id := decode(t, r.JSON).EventID; !r.Duplicate && ids[id] {
				t.Fatalf("seeds 7 and 8 share the event ID %s", id)
			} else {
				ids[id] = true
			}
		}
	}
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestRecords_IteratingTwiceAtOnce(t *testing.T) {
	g := generator(t, Config{Seed: 7, Days: 1, Records: 1000})
	want := text(g)
	for range g.Records() {
		if text(g) != want {
			t.Error("an iteration within another saw other records")
		}
		break
	}
}

func TestRecords_DuplicatesChangeNoRecord(t *testing.T) {
	c := Config{Seed: 3, Days: 1, Records: 2000}
	plain := generator(t, c)
	c.Duplicates = .1
	var originals strings.Builder
	seen, duplicates := map[string]bool{}, 0
	for r := range generator(t, c).Records() {
		if !r.Duplicate {
			originals.Write(r.JSON)
			originals.WriteByte('\n')
			seen[string(r.JSON)] = true
			continue
		}
		duplicates++
		if !seen[string(r.JSON)] {
			t.Fatalf("duplicate before its original: %s", r.JSON)
		}
	}
	var want strings.Builder
	for r := range plain.Records() {
		if !r.Duplicate {
			want.Write(r.JSON)
			want.WriteByte('\n')
		}
	}
	if originals.String() != want.String() {
		t.Error("asking for duplicates changed the records")
	}
	if duplicates < 150 || duplicates > 250 {
		t.Errorf("%d duplicates of 2000 records, asked for a tenth", duplicates)
	}
}

func TestRecords_AreValid(t *testing.T) {
	kinds, ids, n := map[string]int{}, map[string]bool{}, 0
	last := time.Time{}
	g := generator(t, Config{Seed: 5, Days: 3, Records: 12000, Duplicates: .01})
	for r := range g.Records() {
		f := decode(t, r.JSON)
		for name, value := range map[string]string{
			"eventVersion": f.EventVersion, "eventTime": f.EventTime, "eventSource": f.EventSource, "eventName": f.EventName,
			"awsRegion": f.AWSRegion, "sourceIPAddress": f.SourceIPAddress, "userAgent": f.UserAgent, "eventType": f.EventType, "userIdentity.type": f.UserIdentity.Type,
		} {
			if value == "" {
				t.Fatalf("%s is missing: %s", name, r.JSON)
			}
		}
		if f.ReadOnly == nil || f.ManagementEvent == nil || !*f.ManagementEvent || f.RecipientAccountID != Account || f.EventCategory != "Management" || !uuid.MatchString(f.EventID) {
			t.Fatalf("readOnly, managementEvent, recipientAccountId, eventCategory or eventID is wrong: %s", r.JSON)
		}
		if f.EventTime != r.Time.Format(time.RFC3339) || f.AWSRegion != r.Region {
			t.Fatalf("time or region differ from the record's: %s", r.JSON)
		}
		if bytes.ContainsAny(r.JSON, "<>\n") {
			t.Fatalf("a blank was left or a line broken: %s", r.JSON)
		}
		if ids[f.EventID] != r.Duplicate {
			t.Fatalf("event ID %s seen before: %t, duplicate: %t", f.EventID, ids[f.EventID], r.Duplicate)
		}
		ids[f.EventID] = true
		if r.Duplicate {
			continue
		}
		if r.Time.Before(last) {
			t.Fatalf("%s comes after %s", f.EventTime, last)
		}
		last = r.Time
		kinds[f.UserIdentity.Type]++
		n++
	}
	if n != 12000 {
		t.Errorf("%d different records, asked for 12000", n)
	}
	for _, kind := range []string{"IAMUser", "AssumedRole", "Root", "AWSService", "FederatedUser", "AWSAccount", "WebIdentityUser"} {
		if kinds[kind] == 0 {
			t.Errorf("no record of an identity of type %s", kind)
		}
	}
	if want := first.AddDate(0, 0, 2); last.Before(want) {
		t.Errorf("last record at %s, want it on the third day", last)
	}
}

func TestRecords_EarlyBreak(t *testing.T) {
	n := 0
	for range generator(t, Config{Seed: 1, Days: 2, Records: 1000, Duplicates: .5}).Records() {
		if n++; n == 500 {
			break
		}
	}
	if n != 500 {
		t.Errorf("stopped after %d records", n)
	}
}

func TestRecords_FollowTheDay(t *testing.T) {
	var byHour [24]int
	for r := range generator(t, Config{Seed: 1, Days: 1, Records: 20000, NoStory: true}).Records() {
		byHour[r.Time.Hour()]++
	}
	if morning, night := byHour[2], byHour[19]; morning < 2*night {
		t.Errorf("11 h in Tokyo has %d records, 4 h has %d: want at least twice as many", morning, night)
	}
}

func TestNew_NamesEveryFault(t *testing.T) {
	_, err := New(Config{Days: 1, Records: 5, Duplicates: 1})
	for _, want := range []string{"from:", "records: 5 is less than", "duplicates: 1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %q", err, want)
		}
	}
	if _, err := New(Config{From: first, Days: 0, Records: 5}); err == nil || !strings.Contains(err.Error(), "days: 0") {
		t.Errorf("no days: error %v", err)
	}
}

func BenchmarkRecords(b *testing.B) {
	c := Config{Seed: 1, From: first, Days: 1, Records: max(b.N, 1000)}
	g := generator(b, c)
	b.ReportAllocs()
	b.ResetTimer()
	for r := range g.Records() {
		b.SetBytes(int64(len(r.JSON)))
	}
}
