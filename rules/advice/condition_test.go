package advice

import (
	"fmt"
	"strings"
	"testing"
)

// Fields that a condition names and records don't have are warned of, at their
// place in the condition.
func TestSet_WarnsOfFieldsOfConditions(t *testing.T) {
	set := load(t, `name: Conditions
pattern: '{ $.eventName = "A" }'
where: |
  eventName == "é" and evntName == "x"
  and userIdentity.usrName == eventSource
threshold: 1
except:
  - name: office
    pattern: '{ $.eventName = "A" }'
    where: any(requestParameters.items, .evntName == 1) and sourceIpAddress == "192.0.2.1"
`)
	var got []string
	for _, w := range Set(set) {
		got = append(got, fmt.Sprintf("%s:%d %d:%d %s %s %s %s", w.File, w.Row, w.Line, w.Column, w.Part, w.Kind, w.Except, w.Source))
	}
	want := []string{
		"mine/rule.yaml:3 1:22 where unknown-field  evntName",
		"mine/rule.yaml:3 2:18 where unknown-field  usrName",
		"mine/rule.yaml:8 1:50 except.where unknown-field office sourceIpAddress",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A condition may ask for what AWS sets, so the pattern of its exception need
// not.
func TestSet_LeavesLoopholesToTheCondition(t *testing.T) {
	const text = "name: A\npattern: '{ $.eventName = \"A\" }'\nthreshold: 1\nexcept:\n  - name: e\n    pattern: '{ $.eventName = * }'\n"
	if got := Set(load(t, text)); len(got) != 1 || got[0].Kind != NothingByAWS {
		t.Errorf("without a condition: %+v", got)
	}
	if got := Set(load(t, text+"    where: 'cidr(sourceIPAddress, \"192.0.2.0/24\")'\n")); len(got) != 0 {
		t.Errorf("with a condition: %+v", got)
	}
}
