package dynamodb_test

import (
	"testing"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
	"trailnotify/window/dynamodb/dynamodbtest"
	"trailnotify/window/windowtest"
)

func TestTable(t *testing.T) {
	windowtest.Suite(t, func(t *testing.T) window.Table {
		client := dynamodbtest.Client(t)
		return dynamodb.New(client, dynamodbtest.NewTable(t, client), "test")
	})
}
