package handler

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// controlled is a handler with one control, which says what it was asked.
func controlled(asked *[]string) *Handler {
	h := New(nil, slog.New(slog.DiscardHandler))
	h.Controls = map[string]func(context.Context, json.RawMessage) (any, error){
		"mute": func(_ context.Context, body json.RawMessage) (any, error) {
			*asked = append(*asked, string(body))
			if strings.Contains(string(body), "wrong") {
				return nil, errors.New("wrong body")
			}
			return map[string]string{"id": "1"}, nil
		},
	}
	h.Commands = map[string]func(context.Context) error{"tick": func(context.Context) error { return nil }}
	return h
}

// invokedAs is the context of an invocation by an ARN.
func invokedAs(t *testing.T, arn string) context.Context {
	t.Helper()
	return lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{InvokedFunctionArn: arn})
}

const arn = "arn:aws:lambda:eu-west-1:111122223333:function:Trail-Notify-Detector"

func TestInvoke_TakesControlsByTheAlias(t *testing.T) {
	var asked []string
	h := controlled(&asked)
	for _, event := range []string{`{"trailnotify":{"mute":{"rule":"R"}}}`, `{"mute":"R 4h"}`} {
		response, err := h.Invoke(invokedAs(t, arn+":control"), []byte(event))
		if err != nil || string(response) != `{"id":"1"}` {
			t.Errorf("%s: response %s, error %v", event, response, err)
		}
	}
	if strings.Join(asked, " ") != `{"rule":"R"} "R 4h"` {
		t.Errorf("asked %q", asked)
	}
	if _, err := h.Invoke(invokedAs(t, arn+":control"), []byte(`{"mute":"wrong"}`)); err == nil || err.Error() != "wrong body" {
		t.Errorf("error %v", err)
	}
}

// Whoever may invoke the function otherwise, such as the services that deliver
// to it, can't mute anything.
func TestInvoke_RefusesControlsElsewhere(t *testing.T) {
	var asked []string
	h := controlled(&asked)
	contexts := map[string]context.Context{"no context": t.Context()}
	for _, a := range []string{arn, arn + ":$LATEST", arn + ":7", arn + ":Control", arn + ":control2", arn + ":control:control", "control", ":::::::", ""} {
		contexts[a] = invokedAs(t, a)
	}
	for name, ctx := range contexts {
		for _, event := range []string{`{"trailnotify":{"mute":{"rule":"R"}}}`, `{"mute":"R 4h"}`} {
			if response, err := h.Invoke(ctx, []byte(event)); !errors.Is(err, ErrNotControl) || response != nil {
				t.Errorf("%s: response %s, error %v", name, response, err)
			}
		}
		if _, err := h.Invoke(ctx, []byte(`{"trailnotify":"tick"}`)); err != nil {
			t.Errorf("%s: a command is refused: %v", name, err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("asked %q", asked)
	}
}

func TestInvoke_UnknownControls(t *testing.T) {
	var asked []string
	h := controlled(&asked)
	for _, event := range []string{
		`{"trailnotify":{"other":{}}}`, `{"trailnotify":{}}`, `{"trailnotify":{"mute":{},"tick":{}}}`, `{"trailnotify":["mute"]}`,
		`{"trailnotify":"mute"}`, `{"trailnotify":{"tick":1}}`,
	} {
		if response, err := h.Invoke(invokedAs(t, arn+":control"), []byte(event)); !errors.Is(err, ErrUnknownEvent) {
			t.Errorf("%s: response %s, error %v", event, response, err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("asked %q", asked)
	}
}

// A control that comes back through the retry queue came in another way than
// the alias, or nobody waits for it any more.
func TestInvoke_RetryQueueTakesControlsOut(t *testing.T) {
	var asked []string
	h := controlled(&asked)
	for _, body := range []string{`{"trailnotify":{"mute":{"rule":"R"}}}`, `{"mute":"R 4h"}`} {
		event, _ := json.Marshal(map[string]any{"Records": []map[string]string{{"eventSource": "aws:sqs", "messageId": "1", "body": body}}})
		response, err := h.Invoke(invokedAs(t, arn+":control"), event)
		if err != nil || string(response) != `{"batchItemFailures":[]}` {
			t.Errorf("%s: response %s, error %v", body, response, err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("asked %q", asked)
	}
}
