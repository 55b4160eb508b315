package cloudtrail

import (
	"encoding/json"
	"testing"
)

func TestMembers(t *testing.T) {
	r := Record{JSON: []byte(`{"a":"1","\u0061":"2", "b" : {"c":"3","c":4} ,"d":[ {"e":"5"} , {"e":"6"}],"f":[],"g":["{}"],"h":null}`)}
	m := r.Members()
	for want, got := range map[string]string{
		"2": m.Field("a"), // the last one, escapes resolved
		"4": m.Object("b").Field("c"),
		"5": m.First("d").Field("e"),
		"":  m.First("f").Field("e") + m.First("g").Field("e") + m.Field("h") + m.Object("a").Field("x") + m.Field() + m.Field("none"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if m.JSON("none") != nil || string(m.JSON("f")) != "[]" {
		t.Errorf("%s, %s", m.JSON("none"), m.JSON("f"))
	}
}

// Members find what Record.Field finds, which looks for each field anew.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"eventID":"first","eventID":"l\u0061st","userIdentity":{"arn":"a"},"userIdentity":{"arn":"b","arn":"c"}}`))
	f.Add([]byte(`{ "userIdentity" : null , "accountId" : 12 , "awsRegion" : [ "x" ] , "errorCode" : { } , "": true }`))
	f.Add([]byte(`{"a":{"b":{"c":"d"}},"resources":[{"ARN":"x"},{"ARN":"y"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := Record{JSON: text}
		if _, err := checkObject(text); err != nil {
			t.Skip("not a record")
		}
		var object map[string]map[string]json.RawMessage
		_ = json.Unmarshal(text, &object) // only for the keys that there are
		m := r.Members()
		for key, inner := range object {
			if got, want := m.Field(key), r.Field(key); got != want {
				t.Errorf("%q in %s: %q, want %q", key, text, got, want)
			}
			for below := range inner {
				want := r.Field(key, below)
				if got, also := m.Field(key, below), m.Object(key).Field(below); got != want || also != want {
					t.Errorf("%q in %q in %s: %q and %q, want %q", below, key, text, got, also, want)
				}
			}
		}
	})
}
