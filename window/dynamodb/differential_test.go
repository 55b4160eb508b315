package dynamodb_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
	"trailnotify/window/dynamodb/dynamodbtest"
	"trailnotify/window/memory"
	"trailnotify/window/set"
	"trailnotify/window/windowtest"
)

// TestTable_LikeMemory makes the same random requests to DynamoDB Local and to
// one in memory: every answer and everything stored is the same.
func TestTable_LikeMemory(t *testing.T) {
	client := dynamodbtest.Client(t)
	r := rand.New(rand.NewPCG(19, 23))
	for round := range 4 {
		tables := [2]window.Table{memory.NewTable(), dynamodb.New(client, dynamodbtest.NewTable(t, client), "test")}
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		for step := range 150 {
			now = now.Add(time.Duration(r.IntN(9000)) * time.Millisecond)
			name, request := randomRequest(r, now)
			have, want := request(t, tables[1]), request(t, tables[0])
			if diff := cmp.Diff(want, have, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("round %d, step %d: %s: memory and table differ:\n%s", round, step, name, diff)
			}
		}
		for _, key := range keys {
			have, want := everything(t, tables[1], key), everything(t, tables[0], key)
			if diff := cmp.Diff(want, have, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("round %d: memory and table differ in the end:\n%s", round, diff)
			}
		}
	}
}

var keys = []string{"A#0123456789a#-", "A#0123456789a#!"}

// answer is what a request returned, in a fixed order.
type answer struct {
	Items     []set.Item
	Next      set.Place
	Published []int64
	Open      map[int64]set.Open
	Reminders []set.Reminder
	OK        bool
}

// registered is what a register holds.
func registered(r set.Register, ok bool) answer {
	return answer{Published: sortedWindows(r.Alerted), Open: r.Open, OK: ok}
}

func pick[T any](n int, make func() T) []T {
	var all []T
	for range n {
		all = append(all, make())
	}
	return all
}

// place draws from so few places in a window, and its details, that requests
// meet there.
func place(r *rand.Rand, start int64) set.Place {
	if r.IntN(4) == 0 {
		return set.Details(start)
	}
	parts := []set.Part{0, 1, 10_000_000_000_000_000, 8_990_000_000_000_000_000, set.LastPart}
	return set.Place{Start: start, Part: parts[r.IntN(len(parts))]}
}

// randomRequest draws from so few keys, windows, members and tokens that the
// requests meet.
func randomRequest(r *rand.Rand, now time.Time) (string, func(*testing.T, window.Table) answer) {
	key := keys[r.IntN(len(keys))]
	start := int64(60 * (1 + r.IntN(3)))
	at := place(r, start)
	id := func() set.Identity { return set.Identity{byte(r.IntN(6))} }
	element := func() set.Element {
		return set.Element{Time: uint32(start) + uint32(r.IntN(4)), Identity: id(), Kind: r.Uint32N(3)}
	}
	summary := func() set.Summary {
		return set.Summary{Identity: id(), Kind: set.Kind{Call: r.Uint32N(2), Whole: r.Uint32N(2)}, Text: []string{"", "x", "é\x00y"}[r.IntN(3)]}
	}
	excepted := func() set.Excepted {
		return set.Excepted{Identity: id(), Name: []string{"probe", "探"}[r.IntN(2)]}
	}
	token := []string{"a", "b", "c"}[r.IntN(3)]
	windows := []int64{60, 120, 180, 240}[r.IntN(3):][:1+r.IntN(2)]
	expires := now.Add(24 * time.Hour)

	switch r.IntN(12) {
	case 8, 9, 10:
		return randomReminder(r, key, token, now)
	case 11:
		return fmt.Sprint("close ", start), func(t *testing.T, tab window.Table) answer {
			return answer{OK: check(t, true, tab.CloseAlert(t.Context(), key, start))}
		}
	case 0, 1:
		w := window.Write{
			Contents: set.Contents{
				Elements: distinct(pick(1+r.IntN(3), element)), Summaries: distinct(pick(r.IntN(3), summary)),
				Excepted: distinct(pick(r.IntN(3), excepted)),
			},
			ElementLimit: r.IntN(20), SummaryLimit: r.IntN(12), ExceptedLimit: r.IntN(12), Group: "g", Expires: expires,
		}
		return fmt.Sprintf("add %+v", w), func(t *testing.T, tab window.Table) answer {
			c, ok, err := tab.Add(t.Context(), key, at, w)
			return answer{Items: sortedItems([]set.Item{{Place: at, Contents: check(t, c, err)}}), OK: ok}
		}
	case 2:
		x := window.Read{Range: set.PartsOf(start, start+1+int64(60*r.IntN(3))), Details: r.IntN(2) == 0, Stale: r.IntN(3) == 0}
		switch r.IntN(4) {
		case 0:
			x.Range = set.DetailsOf(start, start+60)
		case 1:
			x.From = set.Place{Start: start, Part: at.Part}.Next()
		case 2:
			x.Range = set.Range{From: at, To: at}
		}
		return fmt.Sprintf("items %+v", x), func(t *testing.T, tab window.Table) answer {
			items, next, err := tab.Items(t.Context(), key, x)
			return answer{Items: sortedItems(check(t, items, err)), Next: next}
		}
	case 3:
		return "published", func(t *testing.T, tab window.Table) answer {
			pub, err := tab.Published(t.Context(), key)
			return answer{Published: sortedWindows(check(t, pub, err))}
		}
	case 4:
		c := window.Claim{Token: token, Now: now, Until: now.Add(35 * time.Second), Expires: expires}
		if r.IntN(3) == 0 {
			c.Prune = windows
		}
		return fmt.Sprintf("claim %+v", c), func(t *testing.T, tab window.Table) answer {
			reg, ok, err := tab.Claim(t.Context(), key, c)
			return registered(check(t, reg, err), ok)
		}
	case 5:
		m := window.Mark{Windows: windows, Token: token, Expires: expires}
		if r.IntN(4) == 0 {
			m.Token = ""
		}
		if r.IntN(3) > 0 {
			m.Open = &set.Open{Told: r.IntN(2000), Covered: windows[len(windows)-1], Quiet: 600}
		}
		if r.IntN(4) == 0 {
			m.Stale = []int64{300, 360}
		}
		return fmt.Sprintf("mark %+v", m), func(t *testing.T, tab window.Table) answer {
			ok, err := tab.Mark(t.Context(), key, m)
			return answer{OK: check(t, ok, err)}
		}
	case 6:
		return "release " + token, func(t *testing.T, tab window.Table) answer {
			return answer{OK: check(t, true, tab.Release(t.Context(), key, token))}
		}
	default:
		s := set.Contents{
			Elements: distinct(pick(r.IntN(2), element)), Summaries: distinct(pick(r.IntN(3), summary)),
			Excepted: distinct(pick(r.IntN(3), excepted)),
		}
		return fmt.Sprintf("compact %+v", s), func(t *testing.T, tab window.Table) answer {
			return answer{OK: check(t, true, tab.Compact(t.Context(), key, at, s))}
		}
	}
}

// randomReminder makes a request for one of few reminders, none of which are
// due at the same time: the order of such is of no concern.
func randomReminder(r *rand.Rand, key, token string, now time.Time) (string, func(*testing.T, window.Table) answer) {
	n := r.IntN(4)
	x := set.Reminder{
		Due: int64(100 + 10*n), Key: key, Start: int64(60 + 60*n), Kind: uint8(r.IntN(5)), Value: []string{"", "é#"}[r.IntN(2)],
		Capacity: 1000, Token: token, Put: now.Unix(),
	}
	if key == keys[0] {
		x.Due++
	}
	lease := set.Lease{Token: token, Now: now, Until: now.Add(35 * time.Second)}
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("remind %+v", x), func(t *testing.T, tab window.Table) answer {
			return answer{OK: check(t, true, tab.Remind(t.Context(), x, now))}
		}
	case 1:
		return fmt.Sprintf("take %+v %+v", x, lease), func(t *testing.T, tab window.Table) answer {
			stored, ok, err := tab.TakeReminder(t.Context(), x, lease)
			return answer{Reminders: []set.Reminder{check(t, stored, err)}, OK: ok}
		}
	case 2:
		of := []string{"", token}[r.IntN(2)]
		return fmt.Sprintf("drop %+v of %q", x, of), func(t *testing.T, tab window.Table) answer {
			return answer{OK: check(t, true, tab.DropReminder(t.Context(), x, of))}
		}
	default:
		at := time.Unix(int64(95+r.IntN(40)), 0)
		return fmt.Sprintf("reminders at %v after %+v", at, x), func(t *testing.T, tab window.Table) answer {
			all, more, err := tab.Reminders(t.Context(), at, x)
			return answer{Reminders: check(t, all, err), OK: more}
		}
	}
}

func check[T any](t *testing.T, x T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// distinct leaves out doubles: DynamoDB refuses them.
func distinct[T comparable](all []T) []T {
	var out []T
	for _, x := range all {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func sortedItems(items []set.Item) []set.Item {
	for i := range items {
		items[i].Contents = windowtest.Sorted(items[i].Contents)
	}
	return items
}

func sortedWindows(all []int64) []int64 { return slices.Sorted(slices.Values(all)) }

func everything(t *testing.T, tab window.Table, key string) answer {
	all := answer{OK: true}
	for _, r := range []set.Range{set.DetailsOf(1, 600), set.PartsOf(1, 600)} {
		items, next, err := tab.Items(t.Context(), key, window.Read{Range: r, Details: true})
		if check(t, next, err) != (set.Place{}) {
			t.Fatalf("not all of %v in one answer", r)
		}
		all.Items = append(all.Items, sortedItems(items)...)
	}
	pub, err := tab.Published(t.Context(), key)
	all.Published = sortedWindows(check(t, pub, err))
	reg, err := tab.Register(t.Context(), key)
	if diff := cmp.Diff(all.Published, sortedWindows(check(t, reg, err).Alerted), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("two reads of the register differ:\n%s", diff)
	}
	all.Open = reg.Open
	more := false
	all.Reminders, more, err = tab.Reminders(t.Context(), time.Unix(1000, 0), set.Reminder{})
	if check(t, more, err) {
		t.Error("not all reminders in one answer")
	}
	return all
}
