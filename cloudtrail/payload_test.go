package cloudtrail

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// compress makes one gzip member.
func compress(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encode(data []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(data)) }

// logged is when the log event i of a payload of this file was logged.
func logged(i int) time.Time { return time.UnixMilli(1_714_521_600_000 + int64(i)).UTC() }

// payloadJSON makes the JSON of a DATA_MESSAGE of these messages.
func payloadJSON(t testing.TB, messages ...string) []byte {
	t.Helper()
	type event struct {
		ID        string `json:"id"`
		Timestamp int64  `json:"timestamp"`
		Message   string `json:"message"`
	}
	events := []event{}
	for i, m := range messages {
		events = append(events, event{fmt.Sprintf("%056d", i), logged(i).UnixMilli(), m})
	}
	b, err := json.Marshal(map[string]any{
		"messageType": "DATA_MESSAGE", "owner": "111122223333", "logGroup": "CloudTrail/DefaultLogGroup",
		"logStream": "111122223333_CloudTrail_us-east-1", "subscriptionFilters": []string{"trailnotify"}, "logEvents": events,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// decodeJSON decodes a payload of this JSON.
func decodeJSON(t testing.TB, json []byte) (Batch, error) {
	t.Helper()
	return DecodePayload(encode(compress(t, json)))
}

func TestDecodePayload_DataMessage(t *testing.T) {
	messages := []string{
		`{"eventID":"11111111-1111-4111-8111-111111111111","userAgent":"quote \" backslash \\ tab \t < & \u00e9 \ud83d\ude00 é 😀"}`,
		` {"eventName":"ConsoleLogin"} ` + "\n",
		`{"padding":"` + strings.Repeat("x", 3<<20) + `"}`,
	}
	data := encode(compress(t, payloadJSON(t, messages...)))
	given := slices.Clone(data)
	b, err := DecodePayload(data)
	if err != nil {
		t.Fatal(err)
	}
	if b.Owner != "111122223333" || b.LogGroup != "CloudTrail/DefaultLogGroup" || b.LogStream != "111122223333_CloudTrail_us-east-1" {
		t.Errorf("owner %q, log group %q, log stream %q", b.Owner, b.LogGroup, b.LogStream)
	}
	if b.Control || len(b.Rejected) > 0 || len(b.Records) != len(messages) {
		t.Fatalf("control %v, rejected %v, %d records", b.Control, b.Rejected, len(b.Records))
	}
	for i, r := range b.Records {
		if want := strings.TrimSpace(messages[i]); string(r.JSON) != want {
			t.Errorf("record %d is %.99q, want %.99q", i, r.JSON, want)
		}
		if !r.Logged.Equal(logged(i)) || r.Place != (Place{N: i + 1}) {
			t.Errorf("record %d logged %v at %v", i, r.Logged, r.Place)
		}
	}
	if !bytes.Equal(data, given) {
		t.Error("the payload was overwritten")
	}
}

func TestDecodePayload_Rejects(t *testing.T) {
	const event = `{"id":"1","timestamp":1714521600000,"message":"{\"eventName\":\"x\"}"}`
	data := func(events string) string {
		return `{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"g","logStream":"s","logEvents":[` + event + "," + events + "," + event + `]}`
	}
	for name, c := range map[string]struct{ events, want string }{
		"text":              {`{"timestamp":1714521600000,"message":"hello"}`, "message of 5 bytes: not JSON"},
		"empty":             {`{"message":""}`, "message of 0 bytes: empty"},
		"an array":          {`{"message":"[{}]"}`, "not a JSON object but an array"},
		"a number":          {`{"message":"1"}`, "not a JSON object but a number"},
		"cut off":           {`{"message":"{\"eventName\":\"x"}`, "not JSON: unexpected end"},
		"two":               {`{"message":"{}{}"}`, "not JSON: invalid character '{' after top-level value"},
		"nested too deep":   {`{"message":"{\"a\":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}"}`, "nests more than 10000 deep"},
		"no message":        {`{"timestamp":1714521600000}`, "without a message string"},
		"an object message": {`{"message":{"eventName":"x"}}`, "without a message string"},
		"no object":         {`"x"`, "without a message string"},
		"null":              {`null`, "without a message string"},
	} {
		b, err := decodeJSON(t, []byte(data(c.events)))
		if err != nil || len(b.Records) != 2 || len(b.Rejected) != 1 {
			t.Errorf("%s: %v, %d records, rejected %v", name, err, len(b.Records), b.Rejected)
			continue
		}
		var f *Fault
		if !errors.As(b.Rejected[0], &f) || f.Place.N != 2 || f.Excerpt != "" || !strings.Contains(f.Error(), c.want) {
			t.Errorf("%s: rejected %v, want record 2: … %s", name, f, c.want)
		}
		if b.Records[1].Place.N != 3 || string(b.Records[1].JSON) != `{"eventName":"x"}` {
			t.Errorf("%s: after it %v %s", name, b.Records[1].Place, b.Records[1].JSON)
		}
	}
}

func TestDecodePayload_OddButUnderstood(t *testing.T) {
	for name, c := range map[string]struct{ json, want string }{
		"only what is needed":         {`{"messageType":"DATA_MESSAGE","logEvents":[{"message":"{}"}]}`, "  [{}@-]"},
		"the last of two messages":    {`{"messageType":"DATA_MESSAGE","owner":"2","logEvents":[{"message":"{}","message":"{\"a\":1}"}]}`, "2  [{\"a\":1}@-]"},
		"escaped keys":                {`{"message\u0054ype":"DATA_MESS\u0041GE","logGroup":"\u0067","logEvents":[{"m\u0065ssage":"{}"}]}`, " g [{}@-]"},
		"times that are none":         {`{"messageType":"DATA_MESSAGE","logEvents":[{"timestamp":"x","message":"{}"},{"timestamp":1e99,"message":"{}"},{"timestamp":-5,"message":"{}"}]}`, "  [{}@- {}@- {}@-]"},
		"a time":                      {`{"messageType":"DATA_MESSAGE","logEvents":[{"timestamp":1,"message":"{}"}]}`, "  [{}@1]"},
		"keys of another type":        {`{"messageType":"DATA_MESSAGE","owner":7,"logGroup":null,"logStream":[],"logEvents":[]}`, "  []"},
		"policy level, fields":        {`{"messageType":"DATA_MESSAGE","policyLevel":"ACCOUNT_LEVEL_POLICY","logEvents":[{"message":"{}","extractedFields":{"message":"1"}}]}`, "  [{}@-]"},
		"white space":                 {" \n{ \"messageType\" : \"DATA_MESSAGE\" , \"logEvents\" : [ { \"message\" : \" {} \" } , { \"message\" : \"{ }\" } ] }\n ", "  [{}@- { }@-]"},
		"invalid UTF-8":               {"{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"\xff\",\"logEvents\":[{\"message\":\"{\\\"a\\\":\\\"\xff\\\"}\"}]}", "\xff  [{\"a\":\"\xff\"}@-]"},
		"a control message":           {`{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[{"message":"CWL CONTROL MESSAGE"}]}`, "CloudwatchLogs  control []"},
		"a control message, not more": {`{"messageType":"CONTROL_MESSAGE"}`, "  control []"},
	} {
		b, err := decodeJSON(t, []byte(c.json))
		if err != nil || len(b.Rejected) > 0 {
			t.Errorf("%s: %v, rejected %v", name, err, b.Rejected)
		}
		var got []string
		for _, r := range b.Records {
			at := "-"
			if !r.Logged.IsZero() {
				at = fmt.Sprint(r.Logged.UnixMilli())
			}
			got = append(got, string(r.JSON)+"@"+at)
		}
		s := b.Owner + " " + b.LogGroup + " " + b.LogStream
		if b.Control {
			s += "control "
		}
		if s += fmt.Sprint(got); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}

func TestDecodePayload_UnknownShape(t *testing.T) {
	for json, want := range map[string]string{
		`{}`:                "without messageType",
		`{"logEvents":[]}`:  "without messageType",
		`{"messageType":7}`: "without messageType",
		`{"messageType":"NEW_MESSAGE","logEvents":[]}`:  `messageType "NEW_MESSAGE"`,
		"{\"messageType\":\"\\u001b[31m\"}":             `messageType ".[31m"`,
		`{"messageType":"DATA_MESSAGE"}`:                "without an array of logEvents",
		`{"logEvents":7,"messageType":"DATA_MESSAGE"}`:  "without an array of logEvents",
		`{"messageType":"DATA_MESSAGE","logEvents":{}}`: "without an array of logEvents",
		`[]`:                              "an array",
		` "x" `:                           "a string",
		`null`:                            "null",
		`{"Records":[{"eventName":"x"}]}`: "without messageType",
	} {
		b, err := decodeJSON(t, []byte(json))
		var shape *ShapeError
		if !errors.As(err, &shape) || !strings.Contains(shape.Found, want) || !strings.Contains(err.Error(), "DATA_MESSAGE") || len(b.Records) > 0 {
			t.Errorf("%s: %v", json, err)
		}
	}
}

func TestDecodePayload_Undecodable(t *testing.T) {
	sound := compress(t, payloadJSON(t, examples...))
	flipped := slices.Clone(sound)
	flipped[len(flipped)-8] ^= 1 // the checksum
	for name, c := range map[string]struct {
		data  []byte
		doing string
		cause error
	}{
		"empty":                     {nil, "decompressing", io.ErrUnexpectedEOF},
		"no base64":                 {[]byte("{}"), "decoding base64", base64.CorruptInputError(0)},
		"base64 cut off":            {encode(sound)[:101], "decoding base64", base64.CorruptInputError(100)},
		"no gzip":                   {encode([]byte("hello")), "decompressing", nil},
		"gzip cut off":              {encode(sound[:len(sound)/2]), "decompressing", io.ErrUnexpectedEOF},
		"gzip without checksum":     {encode(sound[:len(sound)-8]), "decompressing", io.ErrUnexpectedEOF},
		"wrong checksum":            {encode(flipped), "decompressing", nil},
		"the second member cut off": {encode(append(slices.Clone(sound), sound[:len(sound)-9]...)), "decompressing", io.ErrUnexpectedEOF},
		"nothing in gzip":           {encode(compress(t, nil)), "parsing", errEmpty},
		"no JSON":                   {encode(compress(t, []byte("hello"))), "parsing", errNotJSON},
		"JSON cut off":              {encode(compress(t, []byte(`{"messageType":"DATA_MESSAGE","logEvents":[`))), "parsing", errNotJSON},
		"control message cut off":   {encode(compress(t, []byte(`{"messageType":"CONTROL_MESSAGE","owner":"1","logGroup":"","logStream":"","logEvents":[`))), "parsing", errNotJSON},
		"unknown message cut off":   {encode(compress(t, []byte(`{"messageType":"NEW","owner":"1","logGroup":"","logStream":"","logEvents":[`))), "parsing", errNotJSON},
		"two":                       {encode(compress(t, []byte(`{"messageType":"CONTROL_MESSAGE"}{}`))), "parsing", errNotJSON},
		"nested too deep":           {encode(compress(t, bytes.Repeat([]byte("["), 1<<20))), "parsing", errDeep},
		"too large":                 {encode(bomb(t, maxPayload+1)), "decompressing", ErrTooLarge},
		"too large, members":        {encode(bytes.Repeat(bomb(t, 1<<20), 65)), "decompressing", ErrTooLarge},
	} {
		_, err := DecodePayload(c.data)
		var p *PayloadError
		if !errors.As(err, &p) || p.Doing != c.doing || c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecodePayload_Base64WithLineBreaks(t *testing.T) {
	data := wrapAt76(encode(compress(t, payloadJSON(t, examples...))))
	for _, breaks := range []string{"\n", "\r\n"} {
		if b, err := DecodePayload([]byte(strings.ReplaceAll(data, "\n", breaks))); err != nil || len(b.Records) != len(examples) {
			t.Errorf("%v, %d records", err, len(b.Records))
		}
	}
}

func TestDecodePayload_MembersAndWhatFollows(t *testing.T) {
	json := payloadJSON(t, examples...)
	half := len(json) / 2
	members := slices.Concat(compress(t, json[:half]), compress(t, nil), compress(t, json[half:]))
	for name, data := range map[string][]byte{
		"one":             compress(t, json),
		"many":            members,
		"then zeros":      append(slices.Clone(members), 0, 0, 0),
		"then no gzip":    append(slices.Clone(members), "garbage"...),
		"then one byte":   append(slices.Clone(members), 0x1f),
		"then half of it": append(slices.Clone(members), 0, 0x1f, 0x8b),
	} {
		if b, err := DecodePayload(encode(data)); err != nil || len(b.Records) != len(examples) {
			t.Errorf("%s: %v, %d records", name, err, len(b.Records))
		}
	}
}

// Sizes around the limit and around the one from which a payload is measured
// before it is opened.
func TestGunzip_Sizes(t *testing.T) {
	oneGoroutine(t)
	for _, n := range []int{0, 1, 511, 512, 513, firstBuffer - 1, firstBuffer, firstBuffer + 1, maxPayload} {
		opened, err := gunzip(nil, bomb(t, n), maxPayload)
		if err != nil || len(opened) != n {
			t.Errorf("%d bytes: %d, %v", n, len(opened), err)
		}
	}
	for _, limit := range []int{0, 1, 1000} {
		if _, err := gunzip(nil, bomb(t, limit), limit); err != nil {
			t.Errorf("limit %d: %v", limit, err)
		}
		if _, err := gunzip(nil, bomb(t, limit+1), limit); err != ErrTooLarge {
			t.Errorf("one above limit %d: %v", limit, err)
		}
	}
}

// bomb makes gzip of n blanks.
func bomb(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for ; n > 0; n -= len(blanks) {
		if _, err := w.Write(blanks[:min(n, len(blanks))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
