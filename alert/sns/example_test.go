package sns_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	awssns "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"trailnotify/alert"
	"trailnotify/alert/sns"
)

// console stands for SNS: it prints the subject of what is published, and has
// no topic for the pager.
type console struct{}

func (console) Publish(_ context.Context, in *awssns.PublishInput, _ ...func(*awssns.Options)) (*awssns.PublishOutput, error) {
	if *in.TopicArn == pager {
		return nil, &types.NotFoundException{Message: aws.String("Topic does not exist")}
	}
	fmt.Println(*in.TopicArn, *in.Subject)
	return &awssns.PublishOutput{}, nil
}

const (
	everything = "arn:aws:sns:eu-west-1:111122223333:alerts"
	pager      = "arn:aws:sns:eu-west-1:111122223333:pager"
)

// In a program, sns.NewClient makes the API.
func ExampleRouter() {
	router := sns.NewRouter(console{}, sns.Options{
		Diverted: func(_ context.Context, d sns.Diversion) {
			fmt.Println("diverted:", errors.Unwrap(d.Err))
		},
	}, sns.Route{Topic: everything}, sns.Route{Severity: "critical", Topic: pager, Format: sns.Text})

	root := alert.Alert{Rule: "RootUsage", Severity: "high", Count: 1, Threshold: 1, Period: "5m"}
	if err := router.Publish(context.Background(), root); err != nil {
		fmt.Println(err)
	}
	root.Severity = "critical"
	if err := router.Publish(context.Background(), root); err != nil {
		fmt.Println(err)
	}
	// Output:
	// arn:aws:sns:eu-west-1:111122223333:alerts trailnotify [high] RootUsage
	// arn:aws:sns:eu-west-1:111122223333:alerts trailnotify [critical] RootUsage
	// diverted: NotFound: Topic does not exist
}
