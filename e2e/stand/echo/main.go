// Command echo is a function that does what its event says, to try the test stand on.
package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
)

type event struct {
	Do   string
	Text string
}

func handle(ctx context.Context, e event) (any, error) {
	switch e.Do {
	case "echo":
		return e.Text, nil
	case "environment":
		return os.Environ(), nil
	case "pid":
		return os.Getpid(), nil
	case "nothing":
	case "return an error":
		return nil, errors.New(e.Text)
	case "panic":
		panic(e.Text)
	case "exit":
		os.Exit(1)
	case "hold 32 MB":
		held := make([]byte, 32<<20)
		for i := range held {
			held[i] = 1
		}
	case "hang":
		time.Sleep(time.Hour)
	}
	return nil, nil
}

func main() { lambda.Start(handle) }
