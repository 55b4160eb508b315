package cloudtrail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"trailnotify/cloudtrail/internal/rawjson"
)

// plainEnd returns the end of the message at i if it is a JSON object without escapes but those of its quotes, and -1
// otherwise.
func plainEnd(text []byte, i int) int {
	end := rawjson.StringEnd(text, i) - 1
	body := text[i:max(i, end)]
	message := bytes.ReplaceAll(body, []byte(`\"`), []byte(`"`))
	control := bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' })
	if control || bytes.IndexByte(message, '\\') >= 0 || !json.Valid(message) || message[0] != '{' {
		return -1
	}
	return end
}

// skimmed reads a payload as a detector does: it skips messages that are plain, and takes every third of them out
// all the same. What it leaves out comes from DecodePayload.
func skimmed(t testing.TB, d *Decoder, data []byte) (b Batch, skipped int, err error) {
	t.Helper()
	all, broken := DecodePayload(data)
	p, err := d.Open(data)
	if err != nil {
		return Batch{}, 0, err
	}
	b = Batch{Owner: p.Owner, LogGroup: p.LogGroup, LogStream: p.LogStream, Control: p.Control}
	for n := 1; p.Next(); n++ {
		if at, ok := p.Message(); ok && p.Skip(plainEnd(p.Text(), at)) {
			skipped++
			if n%3 > 0 {
				i := slices.IndexFunc(all.Records, func(r Record) bool { return r.Place.N == n })
				if broken != nil {
					continue
				}
				if i < 0 {
					t.Fatalf("log event %d was skipped and is no record", n)
				}
				b.Records = append(b.Records, all.Records[i])
				continue
			}
		}
		if r, err := p.Record(); err != nil {
			b.Rejected = append(b.Rejected, err)
		} else {
			r.JSON = bytes.Clone(r.JSON)
			b.Records = append(b.Records, r)
		}
	}
	if p.Err() != nil {
		return Batch{}, 0, p.Err()
	}
	return b, skipped, nil
}

// checkSkimmed holds reading with Skip to reading without.
func checkSkimmed(t testing.TB, d *Decoder, data []byte) (skipped int) {
	t.Helper()
	want, wantErr := DecodePayload(data)
	got, skipped, err := skimmed(t, d, data)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("error %v, want %v", err, wantErr)
	}
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Fatalf("skipping, read\n%s, want\n%s", g, w)
	}
	return skipped
}

func TestPayload_Skip(t *testing.T) {
	plain := `{"eventName":"x","list":[1,{"a":null}],"é":"😀"}`
	messages := []string{plain, plain, plain, `{"a":"\n"}`, plain, "hello", ` {"a":1}`, plain, `{"a":1}` + "\n", plain, "", plain}
	var d Decoder
	for range 2 { // the second time in the memory of the first
		if n := checkSkimmed(t, &d, encode(compress(t, payloadJSON(t, messages...)))); n != 7 {
			t.Errorf("%d skipped, want 7", n)
		}
	}
	for name, event := range map[string]string{
		"another order":     `{"timestamp":1,"id":"1","message":"{}"}`,
		"more members":      `{"id":"1","timestamp":1,"message":"{}","extractedFields":{}}`,
		"two messages":      `{"id":"1","timestamp":1,"message":"{}","message":"{\"a\":1}"}`,
		"blanks":            `{ "id":"1","timestamp":1,"message":"{}"}`,
		"a blank behind":    `{"id":"1","timestamp":1,"message":"{}" }`,
		"an escape in id":   `{"id":"\u0031","timestamp":1,"message":"{}"}`,
		"a quote in id":     `{"id":"\"","timestamp":1,"message":"{}"}`,
		"no integer":        `{"id":"1","timestamp":1.5,"message":"{}"}`,
		"no timestamp":      `{"id":"1","message":"{}"}`,
		"an object message": `{"id":"1","timestamp":1,"message":{}}`,
	} {
		text := `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","logEvents":[` + event + `,{"id":"2","timestamp":2,"message":"{}"}]}`
		if n := checkSkimmed(t, &d, encode(compress(t, []byte(text)))); n != 1 {
			t.Errorf("%s: %d skipped, want the other one", name, n)
		}
	}
}

// Wherever the members around them stand, and whatever follows them, the log events are the same.
func TestPayload_OrderOfMembers(t *testing.T) {
	const events = `"logEvents":[{"id":"1","timestamp":1,"message":"{}"},{"id":"2","timestamp":2,"message":"{\"a\":1}"}]`
	head := []string{`"messageType":"DATA_MESSAGE"`, `"owner":"1"`, `"logGroup":"g"`, `"logStream":"s"`, `"subscriptionFilters":["f"]`}
	var d Decoder
	for i := range len(head) + 1 {
		text := "{" + strings.Join(slices.Concat(head[:i], []string{events}, head[i:]), ",") + "}"
		checkSkimmed(t, &d, encode(compress(t, []byte(text))))
		b, err := decodeJSON(t, []byte(text))
		if err != nil || b.Owner != "1" || b.LogGroup != "g" || b.LogStream != "s" || len(b.Records) != 2 {
			t.Errorf("%s: %+v, %v", text, b, err)
		}
	}
	empty := "{" + strings.Join(head, ",") + `,"logEvents":[],"x":1}`
	if b, err := decodeJSON(t, []byte(empty)); err != nil || len(b.Records) != 0 {
		t.Errorf("%+v, %v", b, err)
	}
	// A second array is read, too: nothing is lost.
	twice := "{" + strings.Join(head, ",") + "," + events + `,"x":1,` + events + `}`
	if b, err := decodeJSON(t, []byte(twice)); err != nil || len(b.Records) != 4 {
		t.Errorf("%+v, %v", b, err)
	}
}

// What is broken behind the first log events is found out, and so is what is broken in those that were skipped over.
func TestPayload_Broken(t *testing.T) {
	const head = `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","logEvents":[`
	const event = `{"id":"1","timestamp":1,"message":"{}"}`
	var d Decoder
	for _, tail := range []string{
		"", event, event + ",", event + "]", event + "]]", event + "]}x", event + ",]}", event + event + "]}", "," + event + "]}",
		event + `],}`, event + `],"x"}`, event + `],"x":}`, event + `],"x":1`, event + `],x:1}`, event + `]:1}`, event + "}", `{"id":"1","timestamp":1,"message":"{}`,
		`{"id":"1","timestamp":1,"message":"{}"`, `{"id":"1`, `{"id":"1","timestamp":`, `{"id":"1","timestamp":,"message":"{}"}]}`, `{"id":"1","timestamp":01,"message":"{}"}]}`,
	} {
		data := encode(compress(t, []byte(head+tail)))
		checkSkimmed(t, &d, data)
		if b, err := DecodePayload(data); err == nil || !strings.Contains(err.Error(), "parsing payload: byte ") {
			t.Errorf("%s: %+v, %v", tail, b, err)
		}
	}
}

// Next steps over a log event that nobody read.
func TestPayload_Next(t *testing.T) {
	data := encode(compress(t, payloadJSON(t, `{"a":"\n"}`, "hello", `{"b":1}`)))
	p, err := new(Decoder).Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n <= 3; n++ {
		if next := p.Next(); next != (n < 3) || p.Err() != nil {
			t.Fatalf("after %d: %v, %v", n, next, p.Err())
		}
	}
}

func TestDecoder_NamesAreMadeOnce(t *testing.T) {
	var d Decoder
	for i := range 3 * keptNames {
		if got := d.name(fmt.Appendf(nil, `"a\u0062%d"`, i)); got != fmt.Sprintf("ab%d", i) {
			t.Fatalf("%q", got)
		}
	}
	if len(d.names) > keptNames {
		t.Errorf("%d names kept", len(d.names))
	}
	raw := []byte(`"CloudTrail/DefaultLogGroup"`)
	d.name(raw)
	if n := testing.AllocsPerRun(10, func() { d.name(raw) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if got := d.name([]byte(`7`)) + d.name(nil); got != "" {
		t.Errorf("%q", got)
	}
}
