//go:build !race

package detector

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"strings"
	"testing"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
)

// A batch that matches nothing leaves nothing behind.
func TestDetect_DoesNotAllocateWithoutAMatch(t *testing.T) {
	set, err := rules.Builtin("security-hub")
	if err != nil {
		t.Fatal(err)
	}
	d := New(set, nil, nil, alert.Deployment{})
	messages := strings.Repeat(logEvents(t, `{"eventName":"GetUser","userIdentity":{"type":"IAMUser"}}`)+",", 500)
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(payloadHead + strings.TrimSuffix(messages, ",") + "]}"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data := []byte(base64.StdEncoding.EncodeToString(b.Bytes()))
	var decoder cloudtrail.Decoder
	n := testing.AllocsPerRun(20, func() {
		p, err := decoder.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		if report, err := d.Detect(context.Background(), p); err != nil || report.Records != 500 {
			t.Fatal(report, err)
		}
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}
