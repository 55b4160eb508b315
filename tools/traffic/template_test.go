package traffic

import (
	"encoding/json"
	"testing"
)

func TestTemplate_BlanksOfOnePoolAgree(t *testing.T) {
	c := call{source: "ec2", name: "X", region: HomeRegion, kind: "AwsApiCall", params: parse(`{"a":"<instance>","b":"<instance>"}`)}
	d := newDay(generator(t, Config{Days: 1, Records: 1, NoStory: true}))
	different := map[string]bool{}
	for range 100 {
		r := d.record(first, event{who: stolen, call: &c})
		var f struct{ RequestParameters struct{ A, B string } }
		if err := json.Unmarshal(r.JSON, &f); err != nil {
			t.Fatal(err)
		}
		if p := f.RequestParameters; p.A == "" || p.A != p.B {
			t.Fatalf("%s and %s in one record", p.A, p.B)
		}
		different[f.RequestParameters.A] = true
	}
	if len(different) < 20 {
		t.Errorf("100 records name %d instances of %d", len(different), len(pools["instance"]))
	}
}

func TestTemplate_UnknownBlank(t *testing.T) {
	for _, text := range []string{"<nobody>", "<instance"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("parse(%q) took it", text)
				}
			}()
			parse(text)
		}()
	}
}
