package dynamodb_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window/dynamodb"
	"trailnotify/window/set"
)

// reminded keeps where reminders are written, and how they are removed and
// their registers read.
type reminded struct {
	stored
	at      []map[string]types.AttributeValue
	removed []*sdk.DeleteItemInput
	read    []*sdk.GetItemInput
}

func (r *reminded) UpdateItem(_ context.Context, in *sdk.UpdateItemInput, _ ...func(*sdk.Options)) (*sdk.UpdateItemOutput, error) {
	r.at = append(r.at, in.Key)
	return &sdk.UpdateItemOutput{}, nil
}

func (r *reminded) DeleteItem(_ context.Context, in *sdk.DeleteItemInput, _ ...func(*sdk.Options)) (*sdk.DeleteItemOutput, error) {
	r.removed = append(r.removed, in)
	return &sdk.DeleteItemOutput{}, nil
}

func (r *reminded) GetItem(_ context.Context, in *sdk.GetItemInput, _ ...func(*sdk.Options)) (*sdk.GetItemOutput, error) {
	r.read = append(r.read, in)
	return &sdk.GetItemOutput{}, nil
}

// place of the item that was written last.
func (r *reminded) place() (pk, sk string) {
	at := r.at[len(r.at)-1]
	return at["pk"].(*types.AttributeValueMemberS).Value, at["sk"].(*types.AttributeValueMemberN).Value
}

// TestReminder_Place checks that all attempts to send one alert write the same
// item, other alerts others, and none one that a rule and group could have.
func TestReminder_Place(t *testing.T) {
	api := &reminded{}
	table := dynamodb.New(api, "t", "prod")
	places := map[string]bool{}
	for _, r := range []set.Reminder{
		{Due: 1000, Key: "R#hash#-", Start: 60, Token: "a"},
		{Due: 1000, Key: "R#hash#-", Start: 60, Token: "b", Put: 7, Value: "x"},
		{Due: 1000, Key: "R#hash#-", Start: 120},
		{Due: 1000, Key: "R#hash#!", Start: 60},
		{Due: 1001, Key: "R#hash#-", Start: 60},
	} {
		if err := table.Remind(t.Context(), r, time.Unix(2000, 0)); err != nil {
			t.Fatal(err)
		}
		pk, sk := api.place()
		if !regexp.MustCompile(`^prod#[0-9]+#due$`).MatchString(pk) || !regexp.MustCompile(`^100[01]\.[0-9]{15,25}$`).MatchString(sk) {
			t.Errorf("%+v lies at %s, %s", r, pk, sk)
		}
		places[sk] = true
	}
	if len(places) != 4 {
		t.Errorf("%d places, want 4: %v", len(places), places)
	}
}

// TestReminder_Requests looks at what DynamoDB Local can't show: that the
// register is read strongly consistent; and at the condition of a removal.
func TestReminder_Requests(t *testing.T) {
	api := &reminded{}
	table := dynamodb.New(api, "t", "prod")
	if _, err := table.Register(t.Context(), "R#hash#-"); err != nil || !aws.ToBool(api.read[0].ConsistentRead) {
		t.Errorf("consistent: %v, error %v", aws.ToBool(api.read[0].ConsistentRead), err)
	}
	for token, want := range map[string]string{"": "", "a": "tok = :tok"} {
		if err := table.DropReminder(t.Context(), set.Reminder{Due: 1, Key: "R#hash#-", Start: 60}, token); err != nil {
			t.Fatal(err)
		}
		if have := aws.ToString(api.removed[len(api.removed)-1].ConditionExpression); have != want {
			t.Errorf("with token %q: condition %q, want %q", token, have, want)
		}
	}
}

// TestReminder_Unreadable reads items that no version wrote.
func TestReminder_Unreadable(t *testing.T) {
	text := func(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
	number := func(s string) types.AttributeValue { return &types.AttributeValueMemberN{Value: s} }
	table := func(change string, v types.AttributeValue) *dynamodb.Table {
		it := map[string]types.AttributeValue{
			"pk": text("prod#2#due"), "sk": number("1000.5"), "v": versionOf(t), "k": text("R#hash#-"), "val": text(""), "tok": text("a"),
			"w": number("60"), "kind": number("0"), "cap": number("1000"), "written": number("7"),
		}
		if change != "" {
			it[change] = v
		}
		return dynamodb.New(stored{item: it}, "t", "prod")
	}
	if all, _, err := table("", nil).Reminders(t.Context(), time.Unix(2000, 0), set.Reminder{}); err != nil || len(all) != 1 || all[0].Due != 1000 {
		t.Fatalf("%+v %v", all, err)
	}
	for name, v := range map[string]types.AttributeValue{
		"sk": text("1000"), "v": number("77"), "k": number("1"), "val": nil, "tok": nil, "w": text("60"), "kind": nil, "cap": number("x"), "written": nil,
	} {
		if _, _, err := table(name, v).Reminders(t.Context(), time.Unix(2000, 0), set.Reminder{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, v := range map[string]types.AttributeValue{
		"t60": number("1"), "tx": number("1"), "t120": &types.AttributeValueMemberL{Value: []types.AttributeValue{number("1"), text("2"), number("3")}},
	} {
		it := map[string]types.AttributeValue{"v": versionOf(t), name: v}
		if _, err := dynamodb.New(stored{item: it}, "t", "prod").Register(t.Context(), "R#hash#-"); err == nil {
			t.Errorf("register with %s: no error", name)
		}
	}
}

// versionOf is the version of the layout, as a table writes it.
func versionOf(t *testing.T) types.AttributeValue {
	t.Helper()
	api := &recorded{}
	if err := dynamodb.New(api, "t", "prod").Remind(t.Context(), set.Reminder{Due: 1, Key: "k"}, time.Unix(2000, 0)); err != nil {
		t.Fatal(err)
	}
	return api.updates[0].ExpressionAttributeValues[":v"]
}
