package handler_test

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/handler"
	"trailnotify/rules"
	"trailnotify/window"
	"trailnotify/window/memory"
)

// A handler is what lambda.Start takes. Here it is given the event of a
// subscription filter, with one record, in which somebody stops a trail.
func ExampleHandler_Invoke() {
	set, err := rules.Builtin("security-hub")
	if err != nil {
		fmt.Println(err)
		return
	}
	publish := func(_ context.Context, a alert.Alert) error {
		fmt.Println(a.Title)
		return nil
	}
	d := detector.New(set, window.NewCounter(memory.NewTable(), window.Options{}), publish, alert.Deployment{})
	h := handler.New(d, slog.New(slog.DiscardHandler))
	h.Measure = func(m handler.Measures) { fmt.Println(m.Records, "record,", m.Alerts, "alert") }

	data, err := cloudtrail.EncodePayload(cloudtrail.Batch{
		Owner: "111122223333", LogGroup: "trail", LogStream: "trail",
		Records: []cloudtrail.Record{{
			JSON: []byte(`{"eventID":"6f4c7a2e-0001","eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com",` +
				`"eventTime":"2026-03-02T09:57:12Z","recipientAccountId":"111122223333"}`),
			Logged: time.Date(2026, 3, 2, 9, 58, 0, 0, time.UTC),
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	response, err := h.Invoke(context.Background(), []byte(`{"awslogs":{"data":"`+string(data)+`"}}`))
	fmt.Println(string(response), err)
	// Output:
	// somebody called cloudtrail:StopLogging · account 111122223333
	// 1 record, 1 alert
	// null <nil>
}
