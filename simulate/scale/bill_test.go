package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
	"trailnotify/window/dynamodb/dynamodbtest"
	"trailnotify/window/set"
)

func TestUnits(t *testing.T) {
	for _, test := range []struct {
		size                     int
		write, consistent, stale float64
	}{
		{0, 1, 1, 0.5},
		{1024, 1, 1, 0.5},
		{1025, 2, 1, 0.5},
		{4096, 4, 1, 0.5},
		{4097, 5, 2, 1},
		{20_000, 20, 5, 2.5},
	} {
		w, c, s := writeUnits(test.size), consistentUnits(test.size), staleUnits(test.size)
		if w != test.write || c != test.consistent || s != test.stale {
			t.Errorf("%d bytes: write %v, consistent %v, stale %v; want %v, %v, %v",
				test.size, w, c, s, test.write, test.consistent, test.stale)
		}
	}
}

func TestNumberSize(t *testing.T) {
	for n, want := range map[int64]int{0: 1, 1: 2, 12: 2, 123: 3, 1_772_445_600: 5, 1_772_445_432: 6} {
		if have := numberSize(n); have != want {
			t.Errorf("%d: %d bytes, want %d", n, have, want)
		}
	}
}

// billed is DynamoDB Local, asked what it charges for each request.
type billed struct {
	api   *sdk.Client
	units float64
}

func (b *billed) take(c *types.ConsumedCapacity) {
	if c != nil {
		b.units += aws.ToFloat64(c.CapacityUnits)
	}
}

func (b *billed) UpdateItem(ctx context.Context, in *sdk.UpdateItemInput, o ...func(*sdk.Options)) (*sdk.UpdateItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.api.UpdateItem(ctx, in, o...)
	if err == nil {
		b.take(out.ConsumedCapacity)
	}
	return out, err
}

func (b *billed) Query(ctx context.Context, in *sdk.QueryInput, o ...func(*sdk.Options)) (*sdk.QueryOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.api.Query(ctx, in, o...)
	if err == nil {
		b.take(out.ConsumedCapacity)
	}
	return out, err
}

func (b *billed) GetItem(ctx context.Context, in *sdk.GetItemInput, o ...func(*sdk.Options)) (*sdk.GetItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.api.GetItem(ctx, in, o...)
	if err == nil {
		b.take(out.ConsumedCapacity)
	}
	return out, err
}

func (b *billed) DeleteItem(ctx context.Context, in *sdk.DeleteItemInput, o ...func(*sdk.Options)) (*sdk.DeleteItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.api.DeleteItem(ctx, in, o...)
	if err == nil {
		b.take(out.ConsumedCapacity)
	}
	return out, err
}

// twins are the table that is billed by DynamoDB Local and the one that is
// billed by us.
type twins struct {
	*testing.T
	real  window.Table
	api   *billed
	model conn
	meter *meter
}

func newTwins(t *testing.T) *twins {
	client := dynamodbtest.Client(t)
	api := &billed{api: client}
	c := &clock{}
	m := &meter{clock: c, to: time.Hour}
	f := &function{clock: c, organisation: ordinary(), meter: m, table: newTable(m)}
	p := &process{function: f, task: &task{clock: c, yield: func(struct{}) bool { return true }}}
	return &twins{T: t, real: dynamodb.New(api, dynamodbtest.NewTable(t, client), deployment), api: api, model: conn{f.table, p}, meter: m}
}

// same makes one request to both and compares what they charge.
func (w *twins) same(name string, request func(window.Table) error) {
	w.Helper()
	w.api.units = 0
	before := w.meter.Units
	for _, table := range []window.Table{w.real, w.model} {
		if err := request(table); err != nil {
			w.Fatalf("%s: %v", name, err)
		}
	}
	have := w.meter.Units.write - before.write + w.meter.Units.read - before.read
	if have != w.api.units {
		w.Errorf("%s: %v units, DynamoDB Local charges %v", name, have, w.api.units)
	}
}

// TestReminder_BillsAsDynamoDB is the same for what closes alerts.
func TestReminder_BillsAsDynamoDB(t *testing.T) {
	w := newTwins(t)
	ctx, now := t.Context(), began
	const key, start, many = "UnauthorizedAPICalls#abcdefghijk#0123456789012345678901", 1_772_445_600, 40
	token := strings.Repeat("t", 26)
	reminder := func(i int) set.Reminder {
		return set.Reminder{
			Due: 1_772_448_300 + int64(i), Key: key, Start: start + 300*int64(i), Kind: 2, Value: strings.Repeat("v", 40*i),
			Capacity: 1000, Token: token, Put: 1_772_445_777,
		}
	}
	lease := set.Lease{Token: token, Now: now, Until: now.Add(time.Minute)}
	w.same("claiming", func(table window.Table) error {
		_, _, err := table.Claim(ctx, key, window.Claim{Token: token, Now: now, Until: now.Add(time.Minute), Expires: now.Add(time.Hour)})
		return err
	})
	for i := range many {
		r := reminder(i)
		w.same("a reminder", func(table window.Table) error { return table.Remind(ctx, r, now.Add(time.Hour)) })
		w.same("an open alert", func(table window.Table) error {
			open := set.Open{Told: 10 * i, Covered: r.Start, Quiet: r.Start + 1800}
			_, err := table.Mark(ctx, key, window.Mark{Windows: []int64{r.Start}, Open: &open, Expires: now.Add(time.Hour)})
			return err
		})
	}
	w.same("what is due", func(table window.Table) error {
		_, _, err := table.Reminders(ctx, time.Unix(1_772_449_000, 0), set.Reminder{})
		return err
	})
	for i := range many {
		r := reminder(i)
		w.same("leasing", func(table window.Table) error {
			_, _, err := table.TakeReminder(ctx, r, lease)
			return err
		})
		w.same("the register", func(table window.Table) error {
			_, err := table.Register(ctx, key)
			return err
		})
		w.same("closing", func(table window.Table) error { return table.CloseAlert(ctx, key, r.Start) })
		w.same("dropping", func(table window.Table) error { return table.DropReminder(ctx, r, "") })
	}
}

// elements are matches n to n+more of a window.
func elements(start int64, n, more int) []set.Element {
	var all []set.Element
	for i := range more {
		all = append(all, set.Element{Time: uint32(start), Identity: window.IdentityOf(fmt.Sprint(n + i))})
	}
	return all
}

func TestTable_BillsAsDynamoDB(t *testing.T) {
	w := newTwins(t)
	ctx, now := t.Context(), began
	const key, start = "UnauthorizedAPICalls#abcdefghijk#0123456789012345678901", 1_772_445_600
	add := func(at set.Place, c set.Contents, group string) func(window.Table) error {
		write := window.Write{Contents: c, Group: group}
		write.Expires = now.Add(time.Hour)
		return func(table window.Table) error {
			_, _, err := table.Add(ctx, key, at, write)
			return err
		}
	}
	part := func(start int64) set.Place { return set.Place{Start: start, Part: 260_000_000_000_000_000} }
	for _, at := range []set.Place{set.Whole(start), part(start), {Start: start, Part: 9_000_000_000_000_000_001}, {Start: start, Part: 300_000_000_000_000_000}} {
		n := 0
		for _, more := range append(slices.Repeat([]int{1}, 60), 40, 100, 300, 500) {
			w.same(fmt.Sprintf("%d and %d elements at %v", n, more, at), add(at, set.Contents{Elements: elements(start, n, more)}, ""))
			n += more
		}
	}
	summaries := []set.Summary{{Identity: window.IdentityOf("s"), Text: strings.Repeat("s", 300)}, {Identity: window.IdentityOf("t"), Text: "t"}}
	details := set.Contents{
		Summaries: summaries, Excepted: []set.Excepted{{Identity: window.IdentityOf("e"), Name: "probe"}},
	}
	group := strings.Repeat("g", 200)
	w.same("details apart", add(set.Details(start), details, group))
	withElements := details
	withElements.Elements = elements(start, 0, 20)
	w.same("details in a part", add(part(start+300), withElements, group))
	w.same("one KB and a little more", add(part(start+300), set.Contents{Elements: elements(start, 20, 1)}, "another"))
	read := func(r set.Range, stale bool) func(window.Table) error {
		return func(table window.Table) error {
			_, _, err := table.Items(ctx, key, window.Read{Range: r, Stale: stale})
			return err
		}
	}
	w.same("a window", read(set.PartsOf(start, start), false))
	w.same("a look at a window", read(set.PartsOf(start, start), true))
	w.same("two windows", read(set.PartsOf(start-300, start+300), false))
	w.same("details", read(set.DetailsOf(start, start+300), false))
	w.same("compacting", func(table window.Table) error {
		return table.Compact(ctx, key, part(start+300), set.Contents{Summaries: summaries})
	})
	w.same("after compacting", add(part(start+300), set.Contents{Elements: elements(start, 21, 1)}, ""))
	published := func(table window.Table) error {
		_, err := table.Published(ctx, key)
		return err
	}
	w.same("no register", published)
	claim := func(table window.Table) error {
		c := window.Claim{Token: strings.Repeat("t", 26), Now: now, Until: now.Add(time.Minute), Expires: now.Add(time.Hour)}
		_, _, err := table.Claim(ctx, key, c)
		return err
	}
	var windows []int64
	for i := range 400 {
		windows = append(windows, start+int64(i)*300)
	}
	for _, marked := range []int{1, 100, 400} {
		w.same("claiming", claim)
		w.same(fmt.Sprintf("marking %d windows", marked), func(table window.Table) error {
			_, err := table.Mark(ctx, key, window.Mark{Windows: windows[:marked], Token: strings.Repeat("t", 26), Expires: now.Add(time.Hour)})
			return err
		})
		w.same("reading the register", published)
	}
	w.same("claiming", claim)
	w.same("releasing", func(table window.Table) error { return table.Release(ctx, key, strings.Repeat("t", 26)) })
}
