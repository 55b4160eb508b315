package dynamodb_test

import (
	"context"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
	"trailnotify/window/dynamodb/dynamodbtest"
	"trailnotify/window/set"
)

// recorded keeps all requests.
type recorded struct {
	updates []sdk.UpdateItemInput
	keys    []string
}

func (r *recorded) note(key map[string]types.AttributeValue) {
	r.keys = append(r.keys, key["pk"].(*types.AttributeValueMemberS).Value)
}

func (r *recorded) UpdateItem(_ context.Context, in *sdk.UpdateItemInput, _ ...func(*sdk.Options)) (*sdk.UpdateItemOutput, error) {
	r.updates = append(r.updates, *in)
	r.note(in.Key)
	return &sdk.UpdateItemOutput{}, nil
}

func (r *recorded) Query(_ context.Context, in *sdk.QueryInput, _ ...func(*sdk.Options)) (*sdk.QueryOutput, error) {
	r.note(map[string]types.AttributeValue{"pk": in.ExpressionAttributeValues[":pk"]})
	return &sdk.QueryOutput{}, nil
}

func (r *recorded) GetItem(_ context.Context, in *sdk.GetItemInput, _ ...func(*sdk.Options)) (*sdk.GetItemOutput, error) {
	r.note(in.Key)
	return &sdk.GetItemOutput{}, nil
}

func (r *recorded) DeleteItem(_ context.Context, in *sdk.DeleteItemInput, _ ...func(*sdk.Options)) (*sdk.DeleteItemOutput, error) {
	r.note(in.Key)
	return &sdk.DeleteItemOutput{}, nil
}

// everyRequest makes each request of a table once.
func everyRequest(t *testing.T, table window.Table, expires time.Time) {
	t.Helper()
	ctx, element := t.Context(), []set.Element{{Time: 60}}
	_, _, add := table.Add(ctx, "R#hash#-", set.Whole(60), window.Write{Contents: set.Contents{Elements: element}, Expires: expires})
	_, _, read := table.Items(ctx, "R#hash#-", window.Read{Range: set.PartsOf(60, 120)})
	_, published := table.Published(ctx, "R#hash#-")
	_, _, claim := table.Claim(ctx, "R#hash#-", window.Claim{Token: "a", Expires: expires})
	_, mark := table.Mark(ctx, "R#hash#-", window.Mark{Windows: []int64{60}, Token: "a", Expires: expires})
	release := table.Release(ctx, "R#hash#-", "a")
	compact := table.Compact(ctx, "R#hash#-", set.Whole(60), set.Contents{Elements: element})
	for i, err := range []error{add, read, published, claim, mark, release, compact} {
		if err != nil {
			t.Errorf("request %d: %v", i+1, err)
		}
	}
}

// TestTable_Key checks that every request names the deployment and the layout.
func TestTable_Key(t *testing.T) {
	api := &recorded{}
	everyRequest(t, dynamodb.New(api, "t", "prod"), epoch)
	if len(api.keys) != 7 {
		t.Errorf("%d requests, want 7", len(api.keys))
	}
	for i, key := range api.keys {
		if key != "prod#3#R#hash#-" {
			t.Errorf("request %d: key %q", i+1, key)
		}
	}
}

// TestTable_Expires checks that what is written ends some time: in seconds, as
// the service's time to live wants it.
func TestTable_Expires(t *testing.T) {
	api := &recorded{}
	everyRequest(t, dynamodb.New(api, "t", "prod"), time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC))
	with := 0
	for _, in := range api.updates {
		exp, ok := in.ExpressionAttributeValues[":exp"]
		if !ok {
			continue
		}
		with++
		if n, ok := exp.(*types.AttributeValueMemberN); !ok || n.Value != "1798859045" {
			t.Errorf("%s: expires at %v", *in.UpdateExpression, exp)
		}
	}
	if with != 3 { // Add, Claim and Mark
		t.Errorf("%d requests say when the item expires, want 3", with)
	}
}

// TestTable_ExpiresStored looks at what the service stores.
func TestTable_ExpiresStored(t *testing.T) {
	client := dynamodbtest.Client(t)
	name := dynamodbtest.NewTable(t, client)
	everyRequest(t, dynamodb.New(client, name, "prod"), time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC))
	out, err := client.Scan(t.Context(), &sdk.ScanInput{TableName: &name})
	if err != nil || len(out.Items) != 2 {
		t.Fatalf("%d items, want a window and a register; error %v", len(out.Items), err)
	}
	for _, it := range out.Items {
		if n, ok := it["exp"].(*types.AttributeValueMemberN); !ok || n.Value != "1798859045" {
			t.Errorf("item %v expires at %v", it["sk"], it["exp"])
		}
	}
}

// TestTable_DeploymentsApart has two deployments, and two layouts, on one
// table: neither sees what the other stored.
func TestTable_DeploymentsApart(t *testing.T) {
	client := dynamodbtest.Client(t)
	name := dynamodbtest.NewTable(t, client)
	rule := &window.Rule{Name: "R", Threshold: 2, Period: time.Minute, Quiet: time.Hour}
	match := func(id string) window.Match {
		return window.Match{Rule: rule, Time: epoch, Identity: window.IdentityOf(id)}
	}
	alerts := map[string]int{}
	count := func(deployment string, matches ...window.Match) {
		t.Helper()
		counter := window.NewCounter(dynamodb.New(client, name, deployment), window.Options{Now: func() time.Time { return epoch }})
		if _, err := counter.Count(t.Context(), matches, func(_ context.Context, c window.Crossing) error {
			alerts[deployment] += c.Count
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	foreign := map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "blue#3#" + rule.Key(window.Group{})},
		"sk": &types.AttributeValueMemberN{Value: "0"}, "v": &types.AttributeValueMemberN{Value: "3"},
	}
	if _, err := client.PutItem(t.Context(), &sdk.PutItemInput{TableName: &name, Item: foreign}); err != nil {
		t.Fatal(err)
	}
	count("blue", match("a"), match("b"))
	count("green", match("a"))
	count("green", match("b"))
	if alerts["blue"] != 2 || alerts["green"] != 2 {
		t.Errorf("counts of the alerts by deployment %v, want 2 each", alerts)
	}
}
