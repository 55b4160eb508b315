package timeline

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/cloudtrail"
)

// history makes n different records, a few of each second.
func history(n int) []cloudtrail.Record {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	all := make([]cloudtrail.Record, n)
	for i := range all {
		all[i] = cloudtrail.Record{
			JSON:    fmt.Appendf(nil, `{"eventTime":%q,"eventID":"%08d-%d","eventName":"N"}`, at.Add(time.Duration(i/3)*time.Second).Format(time.RFC3339), i*7919%n, i),
			Logged:  at.Add(time.Duration(i%2) * time.Hour),
			Arrived: at.Add(time.Duration(i%3) * time.Minute),
			Place:   cloudtrail.Place{File: fmt.Sprintf("f%d", i%5), N: i + 1},
		}
	}
	return all
}

func drain(t *testing.T, line *Timeline) (all []cloudtrail.Record) {
	t.Helper()
	for r, err := range line.Records() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func texts(all []cloudtrail.Record) string {
	var b strings.Builder
	for _, r := range all {
		fmt.Fprintf(&b, "%s %v %v %v\n", r.JSON, r.Logged, r.Arrived, r.Place)
	}
	return b.String()
}

// Whatever the order, and with however little memory, the same comes out.
func TestTimeline_OrderDoesNotDependOnTheInput(t *testing.T) {
	all := history(3000)
	var want string
	for _, limit := range []int64{1 << 30, 64 << 10, 1000, 1} {
		for seed := range uint64(3) {
			shuffled := slices.Clone(all)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			line := New(limit, t.TempDir())
			for _, r := range shuffled {
				if err := line.Add(r); err != nil {
					t.Fatal(err)
				}
			}
			got := texts(drain(t, line))
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatalf("limit %d, seed %d: another order", limit, seed)
			}
			if line.Spilled() != (limit < 1<<30) {
				t.Errorf("limit %d: spilled %v", limit, line.Spilled())
			}
			if err := line.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	last := time.Time{}
	for _, r := range all {
		at, _ := r.Time()
		if at.Before(last) {
			t.Fatal("the test's records are not in order")
		}
		last = at
	}
}

func TestTimeline_TheSameRecordOnce(t *testing.T) {
	for _, limit := range []int64{1 << 20, 1} {
		line := New(limit, t.TempDir())
		for range 3 {
			for _, r := range history(4) {
				r.JSON = slices.Clone(r.JSON)
				if err := line.Add(r); err != nil {
					t.Fatal(err)
				}
			}
		}
		if n := len(drain(t, line)); n != 4 {
			t.Errorf("limit %d: %d records, want 4", limit, n)
		}
		line.Close()
	}
}

func TestTimeline_RefusesRecordsWithoutATime(t *testing.T) {
	if err := New(1, "").Add(cloudtrail.Record{JSON: []byte(`{}`), Place: cloudtrail.Place{File: "f", N: 3}}); err == nil || !strings.Contains(err.Error(), "f:3") {
		t.Errorf("error %v", err)
	}
}

// Nothing has a name on disk, even while it is used.
func TestTimeline_LeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	line := New(1, dir)
	for _, r := range history(600) { // more than are merged at a time
		if err := line.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v, error %v", left, err)
	}
	if n := len(drain(t, line)); n != 600 {
		t.Errorf("%d records", n)
	}
	if err := line.Close(); err != nil {
		t.Error(err)
	}
}

func TestTimeline_SaysWhereItCannotWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "missing")
	err := New(1, dir).Add(history(1)[0])
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("error %v", err)
	}
}
