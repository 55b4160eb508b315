package dynamodb_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
)

// billOfTicks is a bill of what a tick does besides.
type billOfTicks struct{ *bill }

func (b billOfTicks) DeleteItem(ctx context.Context, in *sdk.DeleteItemInput, o ...func(*sdk.Options)) (*sdk.DeleteItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityTotal
	out, err := b.Client.DeleteItem(ctx, in, o...)
	if err == nil {
		b.write += aws.ToFloat64(out.ConsumedCapacity.CapacityUnits)
	}
	return out, err
}

// tick closes what is due at a time, and returns what it cost and how many
// messages it sent.
func (c *costs) tick(at time.Time) (have bill, messages int) {
	c.Helper()
	b := billOfTicks{&bill{Client: c.bill.Client}}
	table := dynamodb.New(b, c.name, "test")
	counter := window.NewCounter(table, window.Options{Now: func() time.Time { return at }})
	what := window.Closer{Rules: []*window.Rule{c.rule}, Publish: func(context.Context, []window.Closing) error {
		messages++
		return nil
	}}
	if closed, err := counter.Close(c.Context(), what); err != nil || closed.Left+closed.Waiting > 0 {
		c.Fatalf("%+v, %v", closed, err)
	}
	return *b.bill, messages
}

// TestCost_Closing closes an alert after which a few matches came, one whose
// whole quiet time is full, and one after which nothing came.
func TestCost_Closing(t *testing.T) {
	for _, x := range []struct {
		name        string
		more        int // in each window of the quiet time
		messages    int
		write, read float64
	}{
		{"nothing came", 0, 0, 3, 4},
		{"a few", 3, 1, 3, 4},
		{"all windows full", 1000, 1, 3, 60},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := newCosts(t, &window.Rule{Name: "Rule", Threshold: 1, Period: 5 * time.Minute, Quiet: 30 * time.Minute})
			quietly := newCosts(t, &window.Rule{Name: "Rule", Threshold: 1, Period: 5 * time.Minute, Quiet: 30 * time.Minute, Closing: window.ClosingOff})
			alert, without := c.count(epoch, 1), quietly.count(epoch, 1)
			for i := range 6 {
				c.fill(x.more, epoch.Add(time.Duration(i+1)*5*time.Minute))
			}
			if have, messages := c.tick(epoch.Add(54 * time.Minute)); messages > 0 || have.write > 0 || have.read > 0.5 {
				t.Errorf("a tick that finds nothing due: %+v, %d messages", have, messages)
			}
			have, messages := c.tick(epoch.Add(55 * time.Minute))
			t.Logf("%v write units more for the alert; %v write units and %v read units for closing it", alert.write-without.write, have.write, have.read)
			if alert.write-without.write > 1 || have.write > x.write || have.read > x.read || messages != x.messages {
				t.Errorf("%v write units more for the alert, want 1; %v write units, want at most %v; %v read units, want %v; %d messages",
					alert.write-without.write, have.write, x.write, have.read, x.read, messages)
			}
		})
	}
}
