package dynamodb_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/window/dynamodb"
	"trailnotify/window/dynamodb/dynamodbtest"
)

func TestNotes(t *testing.T) {
	client := dynamodbtest.Client(t)
	name := dynamodbtest.NewTable(t, client)
	table, other := dynamodb.New(client, name, "test"), dynamodb.New(client, name, "other")
	expires := time.Now().Add(time.Hour)
	has := func(want map[string]string) {
		t.Helper()
		got, err := table.Notes(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, notes (-want +got):\n%s", err, diff)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	has(map[string]string{})
	do(table.DropNote(t.Context(), "a1")) // there is none, and no item
	has(map[string]string{})
	do(table.PutNote(t.Context(), "a1", "one", expires))
	do(table.PutNote(t.Context(), "b2", "two", expires))
	do(table.PutNote(t.Context(), "a1", "three", expires))
	do(other.PutNote(t.Context(), "c3", "elsewhere", expires))
	has(map[string]string{"a1": "three", "b2": "two"})
	do(table.DropNote(t.Context(), "a1"))
	do(table.DropNote(t.Context(), "a1"))
	has(map[string]string{"b2": "two"})
}
