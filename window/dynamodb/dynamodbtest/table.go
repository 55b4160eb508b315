package dynamodbtest

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Client returns a client of DynamoDB Local, which it starts as [Start] does.
// Options are applied last.
func Client(t testing.TB, options ...func(*dynamodb.Options)) *dynamodb.Client {
	t.Helper()
	return dynamodb.New(dynamodb.Options{
		BaseEndpoint: aws.String(Start(t)),
		Region:       "ap-northeast-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
		}),
		// DynamoDB Local sends no checksum with an error answer, and the client
		// would warn about each.
		DisableValidateResponseChecksum: true,
	}, options...)
}

// NewTable creates an empty table with the key of the product's table (pk a
// string, sk a number), returns its name and deletes it when the test ends.
// Time to live is left off: DynamoDB Local would remove, at some moment, the
// items of a test whose clock is in the past.
func NewTable(t testing.TB, client *dynamodb.Client) string {
	t.Helper()
	name := "trailnotify-" + rand.Text()
	if err := createTable(context.Background(), client, name); err != nil {
		t.Fatalf("creating table %s: %v", name, err)
	}
	t.Cleanup(func() {
		if err := deleteTable(context.Background(), client, name); err != nil {
			t.Errorf("deleting table %s: %v", name, err)
		}
	})
	return name
}

// createTable returns when the table can be used: DynamoDB Local creates it
// before it answers.
func createTable(ctx context.Context, client *dynamodb.Client, name string) error {
	_, err := client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:   aws.String(name),
		BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String("pk"), AttributeType: types.ScalarAttributeTypeS},
			{AttributeName: aws.String("sk"), AttributeType: types.ScalarAttributeTypeN},
		},
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String("pk"), KeyType: types.KeyTypeHash},
			{AttributeName: aws.String("sk"), KeyType: types.KeyTypeRange},
		},
	})
	return err
}

// deleteTable returns nil when the table is gone, whoever deleted it.
func deleteTable(ctx context.Context, client *dynamodb.Client, name string) error {
	_, err := client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: aws.String(name)})
	var gone *types.ResourceNotFoundException
	if errors.As(err, &gone) {
		return nil
	}
	return err
}
