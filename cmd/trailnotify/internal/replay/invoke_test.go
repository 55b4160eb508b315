package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/cli"
)

// deployed is a function that decodes what it is sent, as the real one does,
// after failing some times.
type deployed struct {
	fail    []error
	answer  string
	batches []cloudtrail.Batch
}

func (d *deployed) Invoke(_ context.Context, in *lambda.InvokeInput, _ ...func(*lambda.Options)) (*lambda.InvokeOutput, error) {
	if len(d.fail) > 0 {
		err := d.fail[0]
		d.fail = d.fail[1:]
		if strings.HasPrefix(err.Error(), "function:") {
			payload, _ := json.Marshal(map[string]string{"errorMessage": err.Error(), "errorType": "e"})
			return &lambda.InvokeOutput{FunctionError: aws.String("Unhandled"), Payload: payload}, nil
		}
		return nil, err
	}
	var event struct {
		AWSLogs struct {
			Text string `json:"data"`
		} `json:"awslogs"`
	}
	if err := json.Unmarshal(in.Payload, &event); err != nil {
		return nil, err
	}
	batch, err := cloudtrail.DecodePayload([]byte(event.AWSLogs.Text))
	if err != nil {
		return nil, err
	}
	d.batches = append(d.batches, batch)
	return &lambda.InvokeOutput{Payload: []byte(d.answer)}, nil
}

func sending(d *deployed) *function {
	return &function{
		flags:  invokeFlags{function: "trailnotify", logGroup: "trail", owner: "111122223333"},
		client: d,
		wait:   func(context.Context, time.Duration) error { return nil },
	}
}

func batchOf(n, size int) cloudtrail.Batch {
	var b cloudtrail.Batch
	for i := range n {
		text := fmt.Sprintf(`{"eventID":"%08d","eventTime":"2026-03-02T09:57:00Z","pad":%q}`, i, strings.Repeat("x", size))
		b.Records = append(b.Records, cloudtrail.Record{JSON: []byte(text)})
	}
	return b
}

func TestSend_ArrivesAsASubscriptionWould(t *testing.T) {
	var d deployed
	if err := sending(&d).send(context.Background(), batchOf(3, 0)); err != nil {
		t.Fatal(err)
	}
	if len(d.batches) != 1 || len(d.batches[0].Records) != 3 || d.batches[0].LogGroup != "trail" || d.batches[0].Owner != "111122223333" {
		t.Errorf("batches %+v", d.batches)
	}
}

func TestSend_CutsLargeBatches(t *testing.T) {
	var d deployed
	if err := sending(&d).send(context.Background(), batchOf(40, 1<<18)); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, b := range d.batches {
		size := 0
		for _, r := range b.Records {
			size += len(r.JSON)
			seen[r.EventID()] = true
		}
		if size > maxPayload {
			t.Errorf("a payload of %d bytes", size)
		}
	}
	if len(seen) != 40 || len(d.batches) < 3 {
		t.Errorf("%d of 40 records in %d payloads", len(seen), len(d.batches))
	}
}

func TestSend_TriesThreeTimes(t *testing.T) {
	throttled, failed := errors.New("throttled"), errors.New("function: the table is unavailable")
	tests := map[string]struct {
		fail []error
		want string
	}{
		"second time":  {[]error{throttled}, ""},
		"third time":   {[]error{throttled, failed}, ""},
		"not at all":   {[]error{throttled, throttled, failed}, "the table is unavailable"},
		"not any more": {[]error{failed, failed, throttled, nil}, "throttled"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := deployed{fail: test.fail}
			err := sending(&d).send(context.Background(), batchOf(1, 0))
			if test.want == "" && (err != nil || len(d.batches) != 1) {
				t.Errorf("error %v, %d batches", err, len(d.batches))
			}
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

// What the function acknowledges without counting it is said, and not tried
// again.
func TestSend_SaysWhatIsRejected(t *testing.T) {
	for name, test := range map[string]struct {
		answer  string
		batches int
		want    error
		said    string
	}{
		"nothing":               {"null", 2, nil, ""},
		"nothing, said shortly": {"", 2, nil, ""},
		"the payload":           {`{"rejected_payload":"log group or owner not allowed"}`, 1, cli.Exit(1), "log group or owner not allowed. It may take them only from certain log groups"},
		"untrusted text":        {`{"rejected_payload":"\u001b[2J"}`, 1, cli.Exit(1), `\u001b[2J`},
		"some records":          {`{"rejected_records":2}`, 2, cli.Exit(1), "could not read 4 of the records"},
	} {
		t.Run(name, func(t *testing.T) {
			d := deployed{answer: test.answer}
			f := sending(&d)
			var said strings.Builder
			var err error
			for range 2 {
				if err = f.send(context.Background(), batchOf(1, 0)); err != nil {
					break
				}
			}
			if got := f.outcome(err, &said); got != test.want {
				t.Errorf("outcome %v, want %v", got, test.want)
			}
			if !strings.Contains(said.String(), test.said) || test.said == "" && said.Len() > 0 {
				t.Errorf("said %q, want %q", said.String(), test.said)
			}
			if len(d.batches) != test.batches {
				t.Errorf("%d batches sent, want %d", len(d.batches), test.batches)
			}
		})
	}
	failed := errors.New("no such function")
	if got := sending(&deployed{}).outcome(failed, io.Discard); got != failed {
		t.Errorf("outcome %v, want %v", got, failed)
	}
}
