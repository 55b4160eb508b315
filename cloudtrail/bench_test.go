package cloudtrail

import (
	"testing"
)

func BenchmarkDecodePayload(b *testing.B) {
	const n = 500
	messages := make([]string, n)
	for i := range messages {
		messages[i] = examples[0]
	}
	json := payloadJSON(b, messages...)
	data := encode(compress(b, json))
	b.ReportAllocs()
	b.SetBytes(int64(len(json)))
	for b.Loop() {
		if batch, err := DecodePayload(data); err != nil || len(batch.Records) != n {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkDecoder_Open(b *testing.B) {
	messages := make([]string, 500)
	for i := range messages {
		messages[i] = examples[0]
	}
	json := payloadJSON(b, messages...)
	data := encode(compress(b, json))
	var d Decoder
	b.ReportAllocs()
	b.SetBytes(int64(len(json)))
	for b.Loop() {
		if _, err := d.Open(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	r := Record{JSON: []byte(examples[0])}
	for name, f := range map[string]func(){
		"Time":  func() { r.Time() },
		"Key":   func() { r.Key() },
		"Field": func() { r.Field("userIdentity", "userName") },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}
