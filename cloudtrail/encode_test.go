package cloudtrail

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEncodePayload_IsReadBack(t *testing.T) {
	logged := time.UnixMilli(1772445432123).UTC()
	b := Batch{
		Owner: "111122223333", LogGroup: "trail", LogStream: "s",
		Records: []Record{
			{JSON: []byte(`{"a":"<\u00e9\n\"日本>"}`), Logged: logged},
			{JSON: []byte(`{"eventTime":"2026-03-02T09:57:12Z"}`)},
			{JSON: []byte(`{}`)},
		},
	}
	data, err := EncodePayload(b)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodePayload(data)
	if err != nil {
		t.Fatal(err)
	}
	want := b
	want.Records = []Record{
		{JSON: b.Records[0].JSON, Logged: logged, Place: Place{N: 1}},
		{JSON: b.Records[1].JSON, Logged: time.Date(2026, 3, 2, 9, 57, 12, 0, time.UTC), Place: Place{N: 2}},
		{JSON: b.Records[2].JSON, Logged: got.Records[2].Logged, Place: Place{N: 3}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("batch (-want +got):\n%s", diff)
	}
}
