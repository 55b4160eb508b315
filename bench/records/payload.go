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
	events, err := pack(all, size)
	if err != nil {
		return nil, err
	}
	var payloads []Payload
	for event := range bytes.Lines(events) {
		p, err := open(bytes.TrimSpace(event))
		if err != nil {
			return nil, err
		}
		p.Records = min(size, len(all)-len(payloads)*size)
		payloads = append(payloads, p)
	}
	return payloads, nil
}

// pack writes events of so many records, one a line.
func pack(all [][]byte, size int) ([]byte, error) {
	var events bytes.Buffer
	sink := traffic.NewPayloads(&events, traffic.Payloads{Records: size, Every: math.MaxInt64, Level: 6})
	for i, record := range all {
		if err := sink.Write(traffic.Record{JSON: record, Time: day.Add(time.Duration(i) * time.Second)}); err != nil {
			return nil, err
		}
	}
	err := sink.Close()
	return events.Bytes(), err
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
	p.JSON, err = unzip(p.Gzip)
	return p, err
}

func unzip(data []byte) ([]byte, error) {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("opening a payload: %w", err)
	}
	return io.ReadAll(zip)
}
