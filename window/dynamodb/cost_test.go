package dynamodb_test

import (
	"context"
	"fmt"
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

// bill is DynamoDB Local, asked what it charges, and how many items it read.
type bill struct {
	*sdk.Client
	write, read float64
	items       int
}

func units(c *types.ConsumedCapacity) float64 { return aws.ToFloat64(c.CapacityUnits) }

func (b *bill) UpdateItem(ctx context.Context, in *sdk.UpdateItemInput, o ...func(*sdk.Options)) (*sdk.UpdateItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.Client.UpdateItem(ctx, in, o...)
	if err == nil {
		b.write += units(out.ConsumedCapacity)
	}
	return out, err
}

func (b *bill) Query(ctx context.Context, in *sdk.QueryInput, o ...func(*sdk.Options)) (*sdk.QueryOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.Client.Query(ctx, in, o...)
	if err == nil {
		b.read += units(out.ConsumedCapacity)
		b.items += int(out.ScannedCount)
	}
	return out, err
}

func (b *bill) GetItem(ctx context.Context, in *sdk.GetItemInput, o ...func(*sdk.Options)) (*sdk.GetItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.Client.GetItem(ctx, in, o...)
	if err == nil {
		b.read += units(out.ConsumedCapacity)
	}
	return out, err
}

// costs counts on a table that tells what it charges.
type costs struct {
	*testing.T
	bill    *bill
	name    string // of the table
	table   *dynamodb.Table
	counter *window.Counter
	rule    *window.Rule
	n       int
	alerts  []window.Crossing
}

func newCosts(t *testing.T, rule *window.Rule) *costs {
	b := &bill{Client: dynamodbtest.Client(t)}
	name := dynamodbtest.NewTable(t, b.Client)
	table := dynamodb.New(b, name, "test")
	counter := window.NewCounter(table, window.Options{Now: func() time.Time { return epoch }})
	return &costs{T: t, bill: b, name: name, table: table, counter: counter, rule: rule}
}

// fill fills windows as single matches would, without the work of so many
// requests: each at its first second, so that no two are in one span.
func (c *costs) fill(elements int, starts ...time.Time) {
	c.Helper()
	layout := set.Layout{Capacity: 1000, PartSize: 32}
	for _, start := range starts {
		parts := map[set.Part][]set.Element{}
		for range elements {
			c.n++
			e := set.Element{Time: uint32(start.Unix()), Identity: window.IdentityOf(fmt.Sprint(c.n))}
			part := layout.Divide([]set.Element{e})[0].Part
			parts[part] = append(parts[part], e)
		}
		for part, all := range parts {
			at := set.Place{Start: start.Unix(), Part: part}
			w := window.Write{Contents: set.Contents{Elements: all}, Expires: epoch}
			if _, _, err := c.table.Add(c.Context(), c.rule.Key(window.Group{}), at, w); err != nil {
				c.Fatal(err)
			}
		}
	}
}

// count counts some matches at one time, each a batch, and returns what the
// last one cost.
func (c *costs) count(at time.Time, matches int) bill {
	c.Helper()
	for range matches {
		c.n++
		c.bill.write, c.bill.read, c.bill.items = 0, 0, 0
		m := window.Match{Rule: c.rule, Time: at, Identity: window.IdentityOf(fmt.Sprint(c.n)), Summary: []byte("s")}
		if _, err := c.counter.Count(c.Context(), []window.Match{m}, func(_ context.Context, x window.Crossing) error {
			c.alerts = append(c.alerts, x)
			return nil
		}); err != nil {
			c.Fatal(err)
		}
	}
	return *c.bill
}

// TestCost_Decision has the heaviest windows that a decision can meet: three in
// a row that are one short of the threshold.
func TestCost_Decision(t *testing.T) {
	for _, x := range []struct {
		threshold, items int
		read             float64
	}{{10, 27, 1}, {200, 96, 6}, {1000, 96, 19}} {
		t.Run(fmt.Sprint("threshold ", x.threshold), func(t *testing.T) {
			c := newCosts(t, &window.Rule{Name: "Rule", Threshold: x.threshold, Period: 5 * time.Minute})
			before, middle, behind := epoch.Add(-5*time.Minute), epoch, epoch.Add(5*time.Minute)
			c.fill(x.threshold-1, before, behind)
			c.fill(x.threshold-2, middle)
			have := c.count(middle, 1)
			t.Logf("%v write units, %v read units, %d items", have.write, have.read, have.items)
			if have.write > 2 || have.read > x.read || have.items > x.items || len(c.alerts) > 0 {
				t.Errorf("%v write units, want at most 2; %v read units, want %v; %d items, want %d; %d alerts",
					have.write, have.read, x.read, have.items, x.items, len(c.alerts))
			}
		})
	}
}

// TestCost_AlertAfterFullQuietHour alerts again after an hour of windows that
// are all full: the alert tells how many matches came since the last one.
func TestCost_AlertAfterFullQuietHour(t *testing.T) {
	c := newCosts(t, &window.Rule{Name: "Rule", Threshold: 10, Period: 5 * time.Minute, Quiet: time.Hour})
	c.count(epoch, 10)
	var quiet []time.Time
	for i := range 12 {
		quiet = append(quiet, epoch.Add(time.Duration(i+1)*5*time.Minute))
	}
	c.fill(1000, epoch)
	c.fill(1000, quiet...)
	have := c.count(epoch.Add(65*time.Minute), 10)
	t.Logf("%v write units, %v read units, %d items", have.write, have.read, have.items)
	if len(c.alerts) != 2 || c.alerts[1].SinceLast < 13_000 || !c.alerts[1].SinceLastAtLeast {
		t.Fatalf("alerts %+v", c.alerts)
	}
	if have.write > 4 || have.read > 85 || have.items > 13*32+60 {
		t.Errorf("%v write units, want at most 4; %v read units, want 85; %d items, want %d",
			have.write, have.read, have.items, 13*32+60)
	}
}
