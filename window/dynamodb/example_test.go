package dynamodb_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
)

// The product never creates its table; this is all that one needs.
func ExampleTable() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := dynamodb.NewClient(cfg)
	_, err = client.CreateTable(ctx, &sdk.CreateTableInput{
		TableName:   aws.String("trailnotify"),
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
	if err != nil {
		fmt.Println(err)
		return
	}
	// Once the table is active:
	_, err = client.UpdateTimeToLive(ctx, &sdk.UpdateTimeToLiveInput{
		TableName: aws.String("trailnotify"),
		TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: aws.String("exp"), Enabled: aws.Bool(true),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	counter := window.NewCounter(dynamodb.New(client, "trailnotify", "production"), window.Options{})
	_, _ = counter.Count(ctx, nil, nil)
}
