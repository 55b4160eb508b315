package dynamodb_test

import (
	"context"
	"errors"
	"fmt"
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

// TestTable_LargestWindow fills one window as far as it goes: the highest
// threshold, records that come with two times, the longest summaries, more
// exceptions than are kept, with the longest names. DynamoDB must take it.
func TestTable_LargestWindow(t *testing.T) {
	client := dynamodbtest.Client(t)
	table := dynamodb.New(client, dynamodbtest.NewTable(t, client), "test")
	counter := window.NewCounter(table, window.Options{Now: func() time.Time { return epoch }})
	rule := &window.Rule{
		Name: strings.Repeat("R", 255), Threshold: window.MaxThreshold, Period: time.Hour, By: []string{"$.user"},
	}
	group := window.Group{Kind: window.GroupValue, Value: strings.Repeat("é", 5000)}
	n := 0
	batch := func(from, to int, after time.Duration) []window.Match {
		var all []window.Match
		for i := range to - from {
			all = append(all, window.Match{
				Rule: rule, Group: group, Time: epoch.Add(after), Identity: window.IdentityOf(fmt.Sprint(from + i)),
				Summary: fmt.Appendf(nil, "%0300d", i),
			})
		}
		for i := range 2000 {
			n++
			all = append(all, window.Match{
				Rule: rule, Group: group, Time: epoch.Add(after), Identity: window.IdentityOf(fmt.Sprint("excepted", n)),
				Exception: fmt.Sprint(i%20, strings.Repeat("x", 100)),
			})
		}
		return all
	}
	alerts := 0
	publish := func(_ context.Context, c window.Crossing) error { alerts++; return nil }
	for i, b := range [][]window.Match{
		batch(0, 4999, 0), batch(0, 4999, time.Second), batch(0, 4999, time.Minute), batch(5000, 10_000, time.Second),
	} {
		if _, err := counter.Count(t.Context(), b, publish); err != nil {
			t.Fatalf("batch %d: %v", i, err)
		}
	}
	if alerts != 1 {
		t.Errorf("%d alerts, want 1", alerts)
	}
	var elements, most, excepted int
	for _, r := range []set.Range{set.PartsOf(epoch.Unix(), epoch.Unix()), set.DetailsOf(epoch.Unix(), epoch.Unix())} {
		items, _, err := table.Items(t.Context(), rule.Key(group), window.Read{Range: r, Details: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			elements, most, excepted = elements+len(it.Elements), max(most, len(it.Elements)), excepted+len(it.Excepted)
		}
	}
	if most < 4999 || elements < 14_000 {
		t.Errorf("%d elements, %d in one part: the window could be larger", elements, most)
	}
	if excepted < 500 || excepted > 999 {
		t.Errorf("%d excepted records", excepted)
	}
}

// stored answers every request with one item.
type stored struct {
	item    map[string]types.AttributeValue
	refused bool
}

func (s stored) UpdateItem(context.Context, *sdk.UpdateItemInput, ...func(*sdk.Options)) (*sdk.UpdateItemOutput, error) {
	if s.refused {
		return nil, &types.ConditionalCheckFailedException{Item: s.item}
	}
	return &sdk.UpdateItemOutput{Attributes: s.item}, nil
}

func (s stored) Query(context.Context, *sdk.QueryInput, ...func(*sdk.Options)) (*sdk.QueryOutput, error) {
	return &sdk.QueryOutput{Items: []map[string]types.AttributeValue{s.item}}, nil
}

func (s stored) GetItem(context.Context, *sdk.GetItemInput, ...func(*sdk.Options)) (*sdk.GetItemOutput, error) {
	return &sdk.GetItemOutput{Item: s.item}, nil
}

func (s stored) DeleteItem(context.Context, *sdk.DeleteItemInput, ...func(*sdk.Options)) (*sdk.DeleteItemOutput, error) {
	return &sdk.DeleteItemOutput{}, nil
}

// asked keeps what was read, and how.
type asked struct {
	stored
	query sdk.QueryInput
	get   sdk.GetItemInput
}

func (a *asked) Query(ctx context.Context, in *sdk.QueryInput, o ...func(*sdk.Options)) (*sdk.QueryOutput, error) {
	a.query = *in
	return &sdk.QueryOutput{}, nil
}

func (a *asked) GetItem(ctx context.Context, in *sdk.GetItemInput, o ...func(*sdk.Options)) (*sdk.GetItemOutput, error) {
	a.get = *in
	return &sdk.GetItemOutput{}, nil
}

// TestTable_Consistency looks at what DynamoDB Local cannot show, for it is
// always consistent.
func TestTable_Consistency(t *testing.T) {
	api := &asked{}
	table := dynamodb.New(api, "t", "test")
	if _, _, err := table.Items(t.Context(), "k", window.Read{Range: set.PartsOf(60, 60), Stale: true}); err != nil {
		t.Fatal(err)
	}
	if aws.ToBool(api.query.ConsistentRead) {
		t.Error("a look is consistent, which costs twice and gives nothing")
	}
	if _, _, err := table.Items(t.Context(), "k", window.Read{Range: set.PartsOf(60, 60)}); err != nil {
		t.Fatal(err)
	}
	if _, err := table.Published(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	if !aws.ToBool(api.query.ConsistentRead) {
		t.Error("windows are not read consistently")
	}
	if aws.ToBool(api.get.ConsistentRead) {
		t.Error("the register is read consistently, which costs twice and gives nothing")
	}
}

// TestTable_ForeignItem finds items that this version did not write: an error
// each time, never a misreading.
func TestTable_ForeignItem(t *testing.T) {
	three := &types.AttributeValueMemberN{Value: "3"}
	start := &types.AttributeValueMemberN{Value: "60"}
	type item = map[string]types.AttributeValue
	for _, c := range []struct {
		name   string
		item   item
		window string // part of the error where a window is read
		reg    string // and where a register is
	}{
		{"newer version", item{"sk": start, "v": &types.AttributeValueMemberN{Value: "4"}}, "version 4", "version 4"},
		{"no version", item{"sk": start}, "no version", "no version"},
		{"version is text", item{"sk": start, "v": &types.AttributeValueMemberS{Value: "3"}}, "version is", "version is"},
		{"set of texts", item{"sk": start, "v": three, "ids": &types.AttributeValueMemberSS{Value: []string{"a"}}}, "ids is a", ""},
		{"short element", item{"sk": start, "v": three, "ids": &types.AttributeValueMemberBS{Value: [][]byte{make([]byte, 23)}}}, "23 bytes", ""},
		{"short summary", item{"sk": start, "v": three, "sums": &types.AttributeValueMemberBS{Value: [][]byte{make([]byte, 23)}}}, "23 bytes", ""},
		{"short excepted record", item{"sk": start, "v": three, "exc": &types.AttributeValueMemberBS{Value: [][]byte{{}}}}, "0 bytes", ""},
		{"published is text", item{"sk": start, "v": three, "pub": &types.AttributeValueMemberS{}}, "", "pub is a"},
		{"published is not a whole number", item{"sk": start, "v": three, "pub": &types.AttributeValueMemberNS{Value: []string{"1.5"}}}, "", "1.5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := func(call string, err error, part string) {
				t.Helper()
				if part == "" && err != nil || part != "" && (err == nil || !strings.Contains(err.Error(), part)) {
					t.Errorf("%s: error %v, want one with %q", call, err, part)
				}
			}
			for _, refused := range []bool{false, true} {
				table := dynamodb.New(stored{c.item, refused}, "t", "test")
				_, _, err := table.Add(t.Context(), "k", set.Whole(60), window.Write{Contents: set.Contents{Elements: []set.Element{{}}}})
				want("Add", err, c.window)
				_, _, err = table.Claim(t.Context(), "k", window.Claim{Token: "a"})
				want("Claim", err, c.reg)
			}
			table := dynamodb.New(stored{item: c.item}, "t", "test")
			_, _, err := table.Items(t.Context(), "k", window.Read{Range: set.PartsOf(60, 60)})
			want("Items", err, c.window)
			_, err = table.Published(t.Context(), "k")
			want("Published", err, c.reg)
		})
	}
}

// TestTable_Errors passes the errors of the service on.
func TestTable_Errors(t *testing.T) {
	client := dynamodbtest.Client(t, func(o *sdk.Options) { o.Retryer = aws.NopRetryer{} })
	table := dynamodb.New(client, "no-such-table", "test")
	_, _, err := table.Add(t.Context(), "k", set.Whole(60), window.Write{Contents: set.Contents{Elements: []set.Element{{}}}})
	var missing *types.ResourceNotFoundException
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "UpdateItem") {
		t.Errorf("error %v", err)
	}
	if _, _, err := table.Items(t.Context(), "k", window.Read{Range: set.PartsOf(60, 60)}); !errors.As(err, &missing) {
		t.Errorf("error %v", err)
	}
	if _, err := table.Published(t.Context(), "k"); !errors.As(err, &missing) {
		t.Errorf("error %v", err)
	}
}
