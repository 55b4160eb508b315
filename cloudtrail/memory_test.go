package cloudtrail

import (
	"bytes"
	"crypto/rand"
	"runtime"
	"strings"
	"testing"
)

// allocated is what f allocates in all, whether or not it is freed: never less
// than the peak.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

func TestDecodePayload_BombTakesLittleMemory(t *testing.T) {
	oneGoroutine(t)
	for name, data := range map[string][]byte{
		"1 GiB of blanks in members": bytes.Repeat(bomb(t, 1<<20), 1024),
		"80 MiB of blanks in one":    bomb(t, 80<<20),
	} {
		data = encode(data)
		var err error
		n := allocated(func() { _, err = DecodePayload(data) })
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		if limit := 64 << 20; n > limit {
			t.Errorf("%s: %d bytes allocated, want at most %d", name, n, limit)
		}
	}
}

// A payload of 8 MB of JSON is decoded without copies of its messages: what is
// allocated is the compressed bytes, the buffer that the records share, once
// too small, and the records.
func TestDecodePayload_Memory(t *testing.T) {
	messages := make([]string, 6000)
	for i := range messages {
		messages[i] = strings.Replace(examples[0], "11111111-1111-4111-8111-111111111111", rand.Text()+rand.Text(), 1)
		messages[i] = strings.Replace(messages[i], `"list":[`, `"list":["`+rand.Text()+strings.Repeat("x", 500)+rand.Text()+`",`, 1)
	}
	json := payloadJSON(t, messages...)
	data := encode(compress(t, json))
	var b Batch
	n := allocated(func() { b, _ = DecodePayload(data) })
	if len(b.Records) != len(messages) {
		t.Fatalf("%d records, want %d", len(b.Records), len(messages))
	}
	t.Logf("payload of %d bytes base64, %d bytes JSON: %d bytes allocated", len(data), len(json), n)
	if limit := 20 << 20; n > limit {
		t.Errorf("%d bytes allocated, want at most %d", n, limit)
	}
}
