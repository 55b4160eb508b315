package cloudtrail

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/cloudtrail/internal/rawjson"
)

// plainEnd returns the end of the message at i if it is a JSON object without
// escapes but those of its quotes, and -1 otherwise.
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

// skimmed reads a payload as a detector does: the scan reads messages that are
// plain and wants every third of them. What it passes over comes from
// DecodePayload.
func skimmed(t testing.TB, d *Decoder, data []byte) (b Batch, passed int, err error) {
	t.Helper()
	all, _ := DecodePayload(data)
	p, err := d.Open(data)
	if err != nil {
		return Batch{}, 0, err
	}
	b = Batch{Owner: p.Owner, LogGroup: p.LogGroup, LogStream: p.LogStream, Control: p.Control}
	seen := 0
	for r, err := range p.Records(func(at int) (int, bool) {
		seen++
		return plainEnd(p.Text(), at), seen%3 == 0
	}) {
		if fault := (*Fault)(nil); errors.As(err, &fault) {
			b.Rejected = append(b.Rejected, err)
			continue
		}
		if err != nil {
			return Batch{}, 0, err
		}
		r.JSON = bytes.Clone(r.JSON)
		b.Records = append(b.Records, r)
	}
	for _, r := range all.Records {
		if !slices.ContainsFunc(b.Records, func(have Record) bool { return have.Place == r.Place }) {
			b.Records = append(b.Records, r)
			passed++
		}
	}
	if passed != p.Passed() {
		t.Fatalf("%d records are missing, %d were passed over", passed, p.Passed())
	}
	slices.SortFunc(b.Records, func(x, y Record) int { return x.Place.N - y.Place.N })
	return b, passed, nil
}

// checkSkimmed holds reading with a scan equal to reading without.
func checkSkimmed(t testing.TB, d *Decoder, data []byte) (passed int) {
	t.Helper()
	want, wantErr := DecodePayload(data)
	got, passed, err := skimmed(t, d, data)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("error %v, want %v", err, wantErr)
	}
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Fatalf("with a scan, read\n%s, want\n%s", g, w)
	}
	return passed
}

func TestPayload_Records_PassesOver(t *testing.T) {
	plain := `{"eventName":"x","list":[1,{"a":null}],"é":"😀"}`
	messages := []string{plain, plain, plain, `{"a":"\n"}`, plain, "hello", ` {"a":1}`, plain, `{"a":1}` + "\n", plain, "", plain}
	var d Decoder
	for range 2 { // the second time in the memory of the first
		if n := checkSkimmed(t, &d, encode(compress(t, payloadJSON(t, messages...)))); n != 5 {
			t.Errorf("%d passed over, want 5", n)
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
			t.Errorf("%s: %d passed over, want the other one", name, n)
		}
	}
}

// Wherever the members around them stand, and whatever follows them, the log
// events are the same.
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
}

// A payload that says anything twice is broken, wherever: of two owners, one
// would be checked and the other one believed.
func TestPayload_SecondMember(t *testing.T) {
	members := []string{
		`"messageType":"DATA_MESSAGE"`, `"owner":"1"`, `"logGroup":"g"`, `"logStream":"s"`,
		`"logEvents":[{"id":"1","timestamp":1,"message":"{}"}]`,
	}
	again := map[string]string{
		"messageType": `"messageType":"DATA_MESSAGE"`, "owner": `"owner":"2"`, "logGroup": `"logGro\u0075p":"other"`,
		"logStream": `"logStream":7`, "logEvents": `"logEvents":[]`,
	}
	for name, second := range again {
		for i := range len(members) + 1 {
			text := "{" + strings.Join(slices.Concat(members[:i], []string{second}, members[i:]), ",") + "}"
			b, err := decodeJSON(t, []byte(text))
			broken, ok := errors.AsType[*PayloadError](err)
			if !ok || !strings.Contains(broken.Error(), "a second") {
				t.Errorf("%s: %+v, %v", text, b, err)
			}
		}
		if name == "messageType" || name == "logEvents" {
			continue
		}
		text := "{" + strings.Join(slices.Concat([]string{members[0], second, members[4]}), ",") + "}"
		if b, err := decodeJSON(t, []byte(text)); err != nil || len(b.Records) != 1 {
			t.Errorf("%s: %+v, %v", text, b, err)
		}
	}
	// Other members mean nothing and may come as often as they like.
	text := `{"x":1,` + strings.Join(members, ",") + `,"x":2,"x":3}`
	if b, err := decodeJSON(t, []byte(text)); err != nil || len(b.Records) != 1 {
		t.Errorf("%s: %+v, %v", text, b, err)
	}
}

// What is broken behind the first log events is found out, and so is what is
// broken in those that were skipped over.
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

func openPayload(t *testing.T, messages ...string) *Payload {
	t.Helper()
	p, err := new(Decoder).Open(encode(compress(t, payloadJSON(t, messages...))))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Records overwrites the text that it reads, so a second time is an error.
func TestPayload_Records_Once(t *testing.T) {
	p := openPayload(t, `{"a":"\"}`, `{"b":1}`)
	for range p.Records(nil) {
		break
	}
	n := 0
	for r, err := range p.Records(nil) {
		if n++; err == nil || r.JSON != nil {
			t.Errorf("a second time: %s, %v", r.JSON, err)
		}
	}
	if n != 1 {
		t.Errorf("%d elements the second time, want the error", n)
	}
}

func TestPayload_Records_SaysWhenItArrived(t *testing.T) {
	p := openPayload(t, `{"a":1}`, `{"a":"\n"}`, `{"a":1}`)
	p.Arrived = time.Unix(1_714_521_700, 0)
	n := 0
	for r := range p.Records(func(at int) (int, bool) { return plainEnd(p.Text(), at), true }) {
		if n++; !r.Arrived.Equal(p.Arrived) {
			t.Errorf("record %d arrived %v", n, r.Arrived)
		}
	}
	if n != 3 {
		t.Errorf("%d records", n)
	}
}

func TestPayload_Newest(t *testing.T) {
	const head = `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","logEvents":[`
	for events, want := range map[string]int64{
		``: 0,
		`{"id":"1","timestamp":5,"message":"{}"},{"id":"1","timestamp":3,"message":"{}"}`:                                    5,
		`{"id":"1","timestamp":5,"message":"{}"},{"timestamp":7,"message":"{}"},{"message":"{}"}`:                            7,
		`{"id":"1","timestamp":0,"message":"{}"}`:                                                                            0,
		`{"id":"1","timestamp":99999999999999999999999999,"message":"{}"},{"timestamp":99999999999999999999,"message":"{}"}`: 0,
		`{"id":"1","timestamp":5,"message":"no JSON"}`:                                                                       0,
	} {
		p, err := new(Decoder).Open(encode(compress(t, []byte(head+events+"]}"))))
		if err != nil {
			t.Fatal(err)
		}
		for range p.Records(func(at int) (int, bool) { return plainEnd(p.Text(), at), false }) {
		}
		if got := p.Newest(); !got.Equal(loggedAt(want)) {
			t.Errorf("%s: %v", events, got)
		}
	}
}

// Large buffers are given back once a payload is read that does not need them.
func TestDecoder_GivesLargeBuffersBack(t *testing.T) {
	oneGoroutine(t)
	var d Decoder
	if _, err := d.Open(encode(compress(t, []byte(`{"messageType":"CONTROL_MESSAGE","x":"`+strings.Repeat("x", keptBuffer)+`"}`)))); err != nil {
		t.Fatal(err)
	}
	large := cap(d.opened)
	small := encode(compress(t, payloadJSON(t, examples...)))
	for range 2 {
		if _, err := d.Open(small); err != nil {
			t.Fatal(err)
		}
	}
	if large <= keptBuffer || cap(d.opened) > keptBuffer {
		t.Errorf("%d bytes after a large payload, %d after a small one, want at most %d", large, cap(d.opened), keptBuffer)
	}
	buffer := &d.opened[0]
	if _, err := d.Open(small); err != nil || buffer != &d.opened[0] {
		t.Errorf("error %v; small buffers are not used again", err)
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
