package records

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"trailnotify/tools/traffic"
)

// A Payload is one delivery of a subscription at each stage of its opening.
type Payload struct {
	Records int
	Event   []byte // as the function receives it: {"awslogs":{"data":"…"}}
	Base64  []byte
	Gzip    []byte
	JSON    []byte // a DATA_MESSAGE
}

// Payloads packs records as CloudWatch Logs does, size of them in each payload.
func Payloads(all [][]byte, size int) ([]Payload, error) {
	var events bytes.Buffer
	sink := traffic.NewPayloads(&events, traffic.Payloads{Records: size, Every: math.MaxInt64, Level: 6})
	for i, record := range all {
		if err := sink.Write(traffic.Record{JSON: record, Time: day.Add(time.Duration(i) * time.Second)}); err != nil {
			return nil, err
		}
	}
	if err := sink.Close(); err != nil {
		return nil, err
	}
	var payloads []Payload
	for event := range bytes.Lines(events.Bytes()) {
		p, err := open(bytes.TrimSpace(event))
		if err != nil {
			return nil, err
		}
		p.Records = min(size, len(all)-len(payloads)*size)
		payloads = append(payloads, p)
	}
	return payloads, nil
}

// open undoes an event step by step.
func open(event []byte) (Payload, error) {
	var e struct {
		AWSLogs struct {
			Data string `json:"data"`
		} `json:"awslogs"`
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return Payload{}, fmt.Errorf("opening an event: %w", err)
	}
	p := Payload{Event: event, Base64: []byte(e.AWSLogs.Data)}
	var err error
	if p.Gzip, err = base64.StdEncoding.AppendDecode(nil, p.Base64); err != nil {
		return Payload{}, fmt.Errorf("opening a payload: %w", err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(p.Gzip))
	if err != nil {
		return Payload{}, fmt.Errorf("opening a payload: %w", err)
	}
	p.JSON, err = io.ReadAll(zip)
	return p, err
}
