package cloudtrail

import (
	"encoding/base64"
	"slices"
)

// Decoder opens one payload after another in the same memory, so that opening
// one costs hardly more than decompressing it. The zero value is ready.
// It is not safe for concurrent use.
type Decoder struct {
	compressed, opened []byte
	payload            Payload
	names              map[string]string
}

// A decoder keeps buffers and names up to these limits from one payload to the
// next.
const (
	keptBuffer = 16 << 20
	keptNames  = 1000
)

// Open opens a payload as [DecodePayload] does, up to its log events. It neither
// changes nor keeps data. The payload is valid until the next call of Open.
func (d *Decoder) Open(data []byte) (*Payload, error) {
	if cap(d.opened) > keptBuffer {
		d.opened = nil
	}
	d.compressed = slices.Grow(d.compressed[:0], base64.StdEncoding.DecodedLen(len(data)))
	n, err := base64.StdEncoding.Decode(d.compressed[:cap(d.compressed)], data)
	if err != nil {
		return nil, &PayloadError{"decoding base64", err}
	}
	opened, err := gunzip(d.opened, d.compressed[:n], maxPayload)
	if err != nil {
		return nil, &PayloadError{"decompressing", err}
	}
	d.opened = opened
	d.payload = Payload{text: opened, decoder: d}
	if err := d.payload.header(); err != nil {
		return nil, err
	}
	return &d.payload, nil
}

// name returns the text of a raw JSON string, and "" for every other value. The
// same few texts come again and again, so each is allocated once.
func (d *Decoder) name(raw []byte) string {
	if len(raw) == 0 || raw[0] != '"' {
		return ""
	}
	content := unquote(raw)
	if s, ok := d.names[string(content)]; ok {
		return s
	}
	if d.names == nil || len(d.names) == keptNames {
		d.names = map[string]string{}
	}
	s := string(content)
	d.names[s] = s
	return s
}
