package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// began is the moment at which virtual time starts.
var began = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// A packer makes the events with which CloudWatch Logs invokes the function. It
// stores rather than compresses, which is as good a gzip and costs the reader
// less.
type packer struct {
	zipped bytes.Buffer
	zip    *gzip.Writer
}

func newPacker() *packer {
	p := &packer{}
	p.zip, _ = gzip.NewWriterLevel(&p.zipped, gzip.NoCompression) // a level that exists
	return p
}

// event is the event of one batch: the records that match, or the whole of it.
func (p *packer) event(b *batch, whole bool) ([]byte, error) {
	data := events.CloudwatchLogsData{
		Owner: "111122223333", LogGroup: "trail", LogStream: "stream",
		SubscriptionFilters: []string{"trailnotify"}, MessageType: "DATA_MESSAGE",
	}
	records := b.matches
	for whole && len(records) < b.records {
		records = append(records, match{rule: -1}) // of which no rule knows
	}
	for _, m := range records {
		text, err := m.record()
		if err != nil {
			return nil, err
		}
		data.LogEvents = append(data.LogEvents, events.CloudwatchLogsLogEvent{
			ID: m.eventID(), Timestamp: began.Add(m.at).UnixMilli(), Message: string(text),
		})
	}
	p.zipped.Reset()
	p.zip.Reset(&p.zipped)
	if err := json.NewEncoder(p.zip).Encode(data); err != nil {
		return nil, err
	}
	if err := p.zip.Close(); err != nil {
		return nil, err
	}
	return json.Marshal(events.CloudwatchLogsEvent{
		AWSLogs: events.CloudwatchLogsRawData{Data: base64.StdEncoding.EncodeToString(p.zipped.Bytes())},
	})
}

// record is the match as CloudTrail logs it. It has what an alert shows, so
// that its summary is as long as those of real records are.
func (m match) record() ([]byte, error) {
	account := fmt.Sprintf("%012d", 100_000_000_000+m.account)
	return json.Marshal(map[string]any{
		"eventVersion": "1.11",
		"userIdentity": map[string]any{
			"type": "IAMUser", "accountId": account, "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
			"arn":      fmt.Sprintf("arn:aws:iam::%s:user/principal-%04d", account, m.principal),
			"userName": fmt.Sprintf("principal-%04d", m.principal),
		},
		"eventTime":          began.Add(m.at).Format(time.RFC3339),
		"eventSource":        "ec2.amazonaws.com",
		"eventName":          action(m.rule),
		"awsRegion":          "ap-northeast-1",
		"sourceIPAddress":    fmt.Sprintf("10.%d.%d.7", m.account>>8, m.account&0xff), // a network for each account
		"userAgent":          "aws-sdk-go-v2/1.41.5",
		"errorCode":          "Client.UnauthorizedOperation",
		"errorMessage":       "You are not authorized to perform this operation.",
		"eventID":            m.eventID(),
		"readOnly":           false,
		"recipientAccountId": account,
	})
}

func (m match) eventID() string {
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x",
		m.id[0]>>32, m.id[0]>>16&0xffff, m.id[0]&0xfff, m.id[1]>>48&0xfff, m.id[1]&0xffffffffffff)
}
