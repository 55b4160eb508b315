package rules

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/internal/schematest"
)

// ending is a rule with two exceptions that end and one that does not.
const ending = `name: Denied
pattern: '{ $.errorCode = "AccessDenied*" }'
threshold: 1
except:
  - {name: drill, pattern: '{ $.a = 1 }', until: 2027-03-31}
  - {name: vendor, pattern: '{ $.b = 1 }', until: "2027-04-02T09:00:00+09:00"}
  - {name: probes, pattern: '{ $.c = 1 }'}
`

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// An exception takes out what counts before its end: that of a date is the end
// of the day in UTC, that of a time is the time itself.
func TestMatch_ExceptionsEnd(t *testing.T) {
	set := own(t, map[string]string{"rule.yaml": ending})
	for _, c := range []struct{ record, at, exception string }{
		{`"a":1`, "2027-03-31T23:59:59Z", "drill"},
		{`"a":1`, "2027-04-01T00:00:00Z", ""},
		{`"b":1`, "2027-04-01T23:59:59Z", "vendor"},
		{`"b":1`, "2027-04-02T00:00:00Z", ""},
		{`"c":1`, "2027-04-02T00:00:00Z", "probes"},
		{`"a":1,"b":1,"c":1`, "2027-03-31T23:59:59Z", "drill"},
		{`"a":1,"b":1,"c":1`, "2027-04-01T00:00:00Z", "vendor"},
		{`"a":1,"b":1,"c":1`, "2027-04-02T00:00:00Z", "probes"},
		{`"a":1,"b":1`, "2027-04-02T00:00:00Z", ""},
		{`"d":1`, "2027-04-02T00:00:00Z", ""},
	} {
		found := set.Match([]byte(`{"errorCode":"AccessDenied",`+c.record+`}`), nil)
		if len(found) != 1 {
			t.Fatalf("%s: found %d matches", c.record, len(found))
		}
		if got := found[0].At(at(t, c.at)).Exception; got != c.exception {
			t.Errorf("%s at %s: excepted as %q, expected %q", c.record, c.at, got, c.exception)
		}
		if again := found[0].At(at(t, c.at)); again.At(at(t, c.at)) != again {
			t.Errorf("%s at %s: the same time makes a difference", c.record, c.at)
		}
		if timeless := found[0].At(time.Time{}); timeless != found[0] {
			t.Errorf("%s without a time: %q, expected %q", c.record, timeless.Exception, found[0].Exception)
		}
	}
}

// A rule is proved by its records whatever the time: an end that has come must
// not make a rule file wrong.
func TestProve_TakesNoNoticeOfEnds(t *testing.T) {
	set := own(t, map[string]string{"rule.yaml": ending + `no_match:
  - exception: drill
    record: {errorCode: AccessDenied, a: 1, eventTime: "2030-01-01T00:00:00Z"}
`})
	if err := rule(t, set, "Denied").Prove(); err != nil {
		t.Error(err)
	}
}

func TestEndings(t *testing.T) {
	set := own(t, map[string]string{"rule.yaml": ending})
	var got []string
	for _, e := range set.Endings(at(t, "2027-04-01T00:00:00Z")) {
		got = append(got, fmt.Sprint(e.Ended, " ", e))
	}
	want := []string{
		`true the exception "drill" of Denied ended at 2027-04-01T00:00:00Z`,
		`false the exception "vendor" of Denied ends at 2027-04-02T00:00:00Z`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("endings (-want +got):\n%s", diff)
	}
	off, err := set.Override([]string{"DENIED_ENABLED=false"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all := off.Endings(time.Time{}); len(all) > 0 {
		t.Errorf("found %v of a rule that is off", all)
	}
	if ends := set.Table()[0].Until; len(ends) != 2 || !ends["vendor"].Equal(at(t, "2027-04-02T00:00:00Z")) {
		t.Errorf("the table has the ends %v", ends)
	}
}

// What the decoder takes as an end an editor takes as well.
func TestSchema_KnowsEnds(t *testing.T) {
	s := schematest.Read(t, schemaFile)
	for until, want := range map[string]bool{
		"2027-03-31": true, "2027-03-31T18:00:00Z": true, "2027-03-31T18:00:00.5+09:00": true,
		"2027-03-31T18:00:00": false, "2027-03-31 18:00:00Z": false, "31.3.2027": false, "tomorrow": false,
	} {
		text := "name: A\npattern: '{ $.a = 1 }'\nthreshold: 1\nexcept: [{name: e, pattern: '{ $.b = 1 }', until: \"" + until + "\"}]\n"
		_, err := loadText(text)
		if (err == nil) != want {
			t.Errorf("%s: the decoder says %v", until, err)
		}
		if faults := s.Check("rule.yaml", asJSON(t, []byte(text))); (len(faults) == 0) != want {
			t.Errorf("%s: the schema says %v", until, faults)
		}
	}
}
