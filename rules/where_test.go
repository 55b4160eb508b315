package rules

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// ownKey is a rule about people who make access keys for somebody else, except
// from the networks of the company and by whom it trusts.
const ownKey = `name: KeyForAnother
pattern: '{ $.eventName = "CreateAccessKey" }'
where: requestParameters.userName != userIdentity.userName
threshold: 1
except:
  - name: office
    pattern: '{ $.sourceIPAddress = * }'
    where: cidr(sourceIPAddress, "192.0.2.0/24")
  - name: trainee
    pattern: '{ $.userIdentity.userName = "trainee" }'
`

const anyKey = "name: AnyKey\npattern: '{ $.eventName = \"CreateAccessKey\" }'\nthreshold: 1\n"

func key(by, of, from string) string {
	return fmt.Sprintf(`{"eventName":"CreateAccessKey","userIdentity":{"userName":%q},"requestParameters":{"userName":%q},"sourceIPAddress":%q}`, by, of, from)
}

// loadAll loads files in a directory of their own.
func loadAll(t *testing.T, files ...string) *Set {
	t.Helper()
	dir := fstest.MapFS{}
	for i, text := range files {
		dir[fmt.Sprintf("rule%d.yaml", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := Load(dir, "mine")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// found lists rules with the exceptions that take the record out.
func found(matches []Match) string {
	var all []string
	for _, m := range matches {
		text := m.Rule.Name
		if m.Exception != "" {
			text += " except " + m.Exception
		}
		if m.Unclear != nil {
			text += " unclear"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestSet_Match_EvaluatesConditions(t *testing.T) {
	set := loadAll(t, ownKey, anyKey)
	for _, c := range []struct{ record, match, scan string }{
		{key("alice", "bob", "198.51.100.1"), "AnyKey, KeyForAnother", ""},
		{key("alice", "alice", "198.51.100.1"), "AnyKey", "AnyKey, KeyForAnother"},
		{key("alice", "bob", "192.0.2.7"), "AnyKey, KeyForAnother except office", "AnyKey, KeyForAnother"},
		{key("alice", "alice", "192.0.2.7"), "AnyKey", "AnyKey, KeyForAnother"},
		{key("trainee", "bob", "198.51.100.1"), "AnyKey, KeyForAnother except trainee", ""},
		{key("trainee", "bob", "192.0.2.7"), "AnyKey, KeyForAnother except office", "AnyKey, KeyForAnother except trainee"},
		{`{"eventName":"CreateAccessKey","requestParameters":null}`, "AnyKey", "AnyKey, KeyForAnother"},
		{`{"eventName":"DeleteAccessKey"}`, "", ""},
	} {
		if got := found(set.Match([]byte(c.record), nil)); got != c.match {
			t.Errorf("%s: %q, want %q", c.record, got, c.match)
		}
		want := c.scan
		if want == "" {
			want = c.match
		}
		if got := found(inPlace(t, set, c.record)); got != want {
			t.Errorf("%s: the scan finds %q, want %q", c.record, got, want)
		}
	}
}

// inPlace is what the scan of a payload finds for one message.
func inPlace(t *testing.T, set *Set, record string) []Match {
	t.Helper()
	text := []byte(fmt.Sprintf("%q ", record))
	scan := set.Scan(text)
	defer scan.Close()
	matches, end := scan.Match(1, nil)
	if end < 0 {
		t.Fatalf("%s: not read in place", record)
	}
	return matches
}

// A condition that can't be evaluated counts the record, also where it would
// take the record out.
func TestSet_Match_CountsWhatIsUnclear(t *testing.T) {
	const slow = "any(requestParameters.list, any(requestParameters.list, # == 1))"
	text := func(name, where, except string) string {
		return fmt.Sprintf("name: %s\npattern: '{ $.eventName = \"A\" }'\nthreshold: 1\n%sexcept:\n  - {name: e, pattern: '{ $.eventName = \"A\" }'%s}\n  - {name: f, pattern: '{ $.readOnly IS TRUE }'}\n", name, where, except)
	}
	set := loadAll(t,
		text("Both", "where: '"+slow+"'\n", ", where: '"+slow+"'"),
		text("Except", "", ", where: '"+slow+"'"),
		text("Off", "where: eventName == \"B\"\n", ", where: '"+slow+"'"),
		text("Where", "where: '"+slow+"'\n", ", where: readOnly"),
	)
	list := "[" + strings.Repeat("0,", 9_999) + "0]"
	for record, want := range map[string]string{
		`{"eventName":"A","requestParameters":{"list":` + list + `}}`:                 "Both unclear, Except unclear, Where unclear",
		`{"eventName":"A","readOnly":true,"requestParameters":{"list":` + list + `}}`: "Both except f unclear, Except except f unclear, Where except e unclear",
		`{"eventName":"A","requestParameters":{"list":[0,1]}}`:                        "Both except e, Except except e, Where",
		`{"eventName":"A"}`: "Except",
	} {
		if got := found(set.Match([]byte(record), nil)); got != want {
			t.Errorf("%.60s: %q, want %q", record, got, want)
		}
	}
}

// The records of a rule file prove its conditions too.
func TestRule_Prove_EvaluatesConditions(t *testing.T) {
	const examples = `
match:
  - {eventName: CreateAccessKey, userIdentity: {userName: alice}, requestParameters: {userName: %s}}
no_match:
  - {eventName: CreateAccessKey, userIdentity: {userName: alice}, requestParameters: {userName: alice}}
  - exception: office
    record: {eventName: CreateAccessKey, userIdentity: {userName: alice}, requestParameters: {userName: bob}, sourceIPAddress: %s}
`
	for _, c := range []struct{ of, from, want string }{
		{"bob", "192.0.2.1", ""},
		{"alice", "192.0.2.1", "this record has to match and does not"},
		{"bob", "198.51.100.1", "this record must not match and does"},
	} {
		set := loadAll(t, ownKey+fmt.Sprintf(examples, c.of, c.from))
		err := rule(t, set, "KeyForAnother").Prove()
		if (c.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: %v, want %q", c.of, c.from, err, c.want)
		}
	}
}

// Exceptions of an exceptions file may have conditions.
func TestExtend_AddsConditions(t *testing.T) {
	set := loadAll(t, anyKey, "extends: AnyKey\nexcept:\n  - {name: own, pattern: '{ $.eventName = * }', where: requestParameters.userName == userIdentity.userName}\n")
	for of, want := range map[string]string{"alice": "AnyKey except own", "bob": "AnyKey"} {
		if got := found(set.Match([]byte(key("alice", of, "192.0.2.1")), nil)); got != want {
			t.Errorf("%s: %s, want %s", of, got, want)
		}
	}
}

// A rule says where its condition comes from.
func TestLoad_KnowsTheOriginOfACondition(t *testing.T) {
	set := loadAll(t, ownKey, anyKey)
	got := []string{rule(t, set, "KeyForAnother").Origin["where"], rule(t, set, "AnyKey").Origin["where"]}
	if diff := cmp.Diff([]string{"rule file mine/rule0.yaml:3", "default"}, got); diff != "" {
		t.Error(diff)
	}
}
