package traffic

import (
	"compress/gzip"
	"encoding/base64"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"
)

// writeEvents writes Lambda test events: what the function is sent in an attack, on a quiet day, by CloudWatch Logs itself, and by mistake.
func writeEvents(dir string, g *Generator) error {
	attacked := batchOf(g.Records(), func(r Record) bool {
		return !r.Duplicate && slices.Contains([]*caller{stolen, created, atSignIn, guard}, r.who)
	})
	ordinary := batchOf(g.Records(), func(r Record) bool {
		at := r.Time.Sub(g.from)
		return !r.Duplicate && at >= 2*time.Hour && at < 2*time.Hour+15*time.Minute
	})
	mixed := newBatch()
	mixed.LogEvents = slices.Clone(ordinary.LogEvents[:3])
	mixed.LogEvents[1].Message = mixed.LogEvents[1].Message[:200]
	control := subscriptionBatch{
		MessageType: "CONTROL_MESSAGE", Owner: "CloudwatchLogs", SubscriptionFilters: []string{},
		LogEvents: []logEvent{{Timestamp: g.from.UnixMilli(), Message: "CWL CONTROL MESSAGE: Checking health of destination Lambda function."}},
	}

	var errs []error
	write := func(name string, event []byte) {
		errs = append(errs, writeFile(Files{Dir: dir}, name, event))
	}
	encode := func(b subscriptionBatch) string {
		payload, err := b.payload(gzip.BestCompression)
		errs = append(errs, err)
		return payload
	}
	text, err := compress([]byte("this was never JSON\n"), gzip.BestCompression)
	errs = append(errs, err)
	whole := encode(ordinary)

	write("attack.json", lambdaEvent(encode(attacked)))
	write("ordinary.json", lambdaEvent(whole))
	write("control-message.json", lambdaEvent(encode(control)))
	write("unreadable-message.json", lambdaEvent(encode(mixed)))
	write("truncated-gzip.json", lambdaEvent(whole[:len(whole)/2&^3]))
	write("not-json.json", lambdaEvent(base64.StdEncoding.EncodeToString(text)))
	write("not-gzip.json", lambdaEvent(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("plain text, not gzip ", 5)))))
	write("not-base64.json", lambdaEvent("%%% this is no base64 %%%"))
	write("unknown-shape.json", []byte(`{"version":"0","id":"0d9f0e6c-7d5a-4a51-9a5c-3d4c4b6a7e10","detail-type":"Scheduled Event","source":"aws.events","account":"`+Account+`","time":"2026-11-17T00:00:00Z","region":"`+HomeRegion+`","resources":[],"detail":{}}`+"\n"))
	return errors.Join(errs...)
}

// batchOf puts the records that keep wants into one batch.
func batchOf(records iter.Seq[Record], keep func(Record) bool) subscriptionBatch {
	b := newBatch()
	for r := range records {
		if keep(r) {
			b.add(string(r.JSON), r.Time)
		}
	}
	return b
}
