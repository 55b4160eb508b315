package where_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"trailnotify/rules/where"
)

const record = `{
  "eventVersion": "1.09", "eventSource": "iam.amazonaws.com", "eventName": "CreateAccessKey", "readOnly": false,
  "sourceIPAddress": "8.8.8.8", "errorCode": null,
  "userIdentity": {"type": "IAMUser", "userName": "alice", "accountId": "111122223333", "arn": "arn:aws:iam::111122223333:user/alice"},
  "requestParameters": {
    "userName": "bob", "count": 3, "size": 2.5,
    "policyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:root\"}}]}",
    "encoded": "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%7D%5D%7D",
    "ipPermissions": {"items": [
      {"fromPort": 443, "ipRanges": {"items": [{"cidrIp": "10.0.0.0/8"}]}},
      {"fromPort": 22, "ipRanges": {"items": [{"cidrIp": "10.0.0.0/8"}, {"cidrIp": "0.0.0.0/0"}]}}
    ]},
    "tags": ["a", "b"], "empty": [], "odd": {"in put": 1}
  },
  "responseElements": null
}`

// An example is a condition, and what it says of the record.
type example struct {
	condition string
	want      bool
}

// missing and odd are the tables of the manual: what a condition says where a
// value is missing, or of another type.
var (
	missing = []example{
		{`responseElements.accessKey.userName == "bob"`, false},
		{`responseElements.accessKey.userName != "bob"`, false},
		{`responseElements.accessKey.userName != userIdentity.userName`, false},
		{`not (responseElements.accessKey.userName == "bob")`, true},
		{`responseElements.x == nil`, true},
		{`responseElements.x != nil`, false},
		{`nil != userIdentity.arn`, true},
		{`responseElements == nil and errorCode == nil and nothing.at.all == nil`, true},
		{`nothing < 1 or nothing > 1 or nothing <= 1 or nothing >= 1`, false},
		{`nothing in ["a"]`, false},
		{`nothing in [nil]`, true},
		{`"a" in nothing`, false},
		{`nothing contains "a" or nothing startsWith "" or nothing endsWith "" or nothing matches ".*"`, false},
		{`any(nothing, # == nil)`, false},
		{`all(nothing, false)`, true},
		{`none(nothing, true)`, true},
		{`count(nothing, true) == 0`, true},
		{`len(nothing) == 0`, true},
		{`lower(nothing) == nil and upper(nothing) == nil and trim(nothing) == nil`, true},
		{`json(nothing) == nil and json("{") == nil`, true},
		{`nothing + 1 == nil and nothing + "a" == nil and -nothing == nil`, true},
		{`sum(nothing) == 0`, true},
		{`cidr(nothing, "10.0.0.0/8") or isPublic(nothing) or trusted("accounts", nothing)`, false},
		{`account(nothing) == nil and account("arn:aws:s3:::bucket") == nil`, true},
		{`nothing?.at?.all == nil`, true},
		{`(nothing ?? "x") == "x"`, true},
		{`nothing and true`, false},
		{`nothing or true`, true},
		{`nothing ? true : false`, false},
		{`filter(nothing, true)[0].x == nil`, true},
		{`find(requestParameters.tags, # == "z") == nil`, true},
	}
	odd = []example{
		{`requestParameters.count == "3"`, false},
		{`requestParameters.count != "3"`, false},
		{`requestParameters.count < "4" or requestParameters.userName > 1`, false},
		{`requestParameters.count contains "3"`, false},
		{`requestParameters.count + requestParameters.userName == nil`, true},
		{`requestParameters.count / 0 == nil`, true},
		{`requestParameters.count % 2 == 1`, true},
		{`requestParameters.count + requestParameters.size == 5.5`, true},
		{`requestParameters.userName + "by" == "bobby"`, true},
		{`lower(requestParameters.count) == nil`, true},
		{`number("12") == 12 and number("x") == nil`, true},
		{`any(eventName, true)`, false},
		{`eventName and true`, false},
		{`not eventName`, true},
		{`any(requestParameters.odd, # == 1)`, true},
		{`"in put" in requestParameters.odd`, true},
		{`requestParameters.tags == ["a", "b"]`, true},
	}
)

// cases are all of them.
var cases = slices.Concat(missing, odd, []example{
	{`eventName == "CreateAccessKey"`, true},
	{`requestParameters.userName != userIdentity.userName`, true},
	{`userIdentity.userName == "alice" and requestParameters["count"] == 3`, true},
	{`requestParameters.odd["in put"] == 1`, true},
	{`requestParameters.tags[1] == "b"`, true},
	{`requestParameters.tags[-1] == "b"`, true},
	{`requestParameters.tags[2] == "b"`, false},
	{`requestParameters.tags.a == "b"`, false},
	{`readOnly`, false},
	{`not readOnly`, true},
	{`eventName`, false},

	// what patterns can't say
	{`lower(eventName) == "createaccesskey"`, true},
	{`any(requestParameters.ipPermissions.items, .fromPort == 22 and any(.ipRanges.items, isPublic(.cidrIp)))`, true},
	{`any(requestParameters.ipPermissions.items, .fromPort == 443 and any(.ipRanges.items, isPublic(.cidrIp)))`, false},
	{`any(json(requestParameters.policyDocument).Statement, .Effect == "Allow" and .Action == "*")`, true},
	{`any(json(requestParameters.encoded).Statement, .Effect == "Allow")`, true},
	{`account(json(requestParameters.policyDocument).Statement[0].Principal.AWS) != userIdentity.accountId`, true},
	{`cidr(sourceIPAddress, "8.8.0.0/16") and not cidr(sourceIPAddress, "10.0.0.0/8")`, true},
	{`isPublic(sourceIPAddress) and not isPublic("10.1.2.3") and isPublic("0.0.0.0/0") and not isPublic("10.0.0.0/9")`, true},
	{`trusted("accounts", userIdentity.accountId)`, true},
	{`trusted("networks", sourceIPAddress)`, true},
	{`trusted("accounts", "444455556666")`, false},
	{`eventName matches "^Create.*Key$"`, true},
	{`count(requestParameters.tags, # != "a") == 1`, true},
	{`sum(map(requestParameters.ipPermissions.items, .fromPort)) == 465`, true},
	{`let who = userIdentity.userName; who == "alice" and requestParameters.userName != who`, true},
	{`eventName not in ["DeleteAccessKey"]`, true},
	{`len(requestParameters.tags) == 2 and len("あい") == 2 and len(requestParameters.odd) == 1`, true},
	{`any(values(requestParameters), # == "bob")`, true},
	{`-requestParameters.count == -3 and requestParameters.count * 2 - 1 == 5 and requestParameters.count ** 2 == 9`, true},
})

var lists = where.Lists{"accounts": {"111122223333"}, "networks": {"8.8.8.0/24", "2001:db8::/32"}}

func TestCondition_Match(t *testing.T) {
	decoded := where.Decode([]byte(record))
	for _, c := range cases {
		compiled, err := where.Compile(c.condition, lists)
		if err != nil {
			t.Errorf("%s: %v", c.condition, err)
			continue
		}
		if got, err := compiled.Match(decoded); got != c.want || err != nil {
			t.Errorf("%s: %v, %v, want %v", c.condition, got, err, c.want)
		}
	}
}

// A condition that can't be compiled says where and why.
func TestCompile_Faults(t *testing.T) {
	for _, c := range []struct{ condition, at, want string }{
		{`eventName = "x"`, `=`, `found "=", which can't be here: values are compared with ==`},
		{`eventName == "é" and eventSource = "x"`, `=`, "compared with =="},
		{`eventName == "x" eventSource`, `eventSource`, `found "eventSource", which can't be here`},
		{`eventName == `, "", "the condition ends too early"},
		{`eventName == "x`, "", "not terminated"},
		{`isPublik(sourceIPAddress)`, `isPublik`, `did you mean isPublic?`},
		{`requestParameters.name()`, ``, "there is no function"},
		{`lower()`, `lower`, ""},
		{`lower(1, 2) == "x"`, `lower`, "lower takes 1 argument, found 2"},
		{`account() != "x"`, `account`, "account takes 1 argument, found 0"},
		{`any(tags, cidr(.a) and true)`, `cidr`, "cidr takes 2 arguments, found 1"},
		{`trusted()`, `trusted`, "trusted takes 2 arguments, found 0"},
		{`trusted("acounts", userIdentity.accountId)`, `"acounts"`, "did you mean accounts?"},
		{`trusted("x", eventName)`, `"x"`, "there is no list \"x\""},
		{`trusted(eventName, userIdentity.accountId)`, `eventName`, "written out"},
		{`eventName matches "("`, `"("`, "missing closing )"},
		{`eventName matches eventSource`, `eventSource`, "written out"},
		{`1..3 == nil`, ``, "ranges"},
		{`"text"`, `"text"`, "true or false"},
		{`lower(eventName)`, ``, "true or false"},
		{`let x = 1; x + 1`, ``, "true or false"},
		{`count(requestParameters.x, true)`, ``, "true or false"},
		{`1 + 2`, ``, "true or false"},
		{`requestParameters.a[1:2] == nil`, ``, "filter"},
		{`now() == nil`, `now`, "there is no function"},
		{`$env.x == 1`, `$env`, "a field is named"},
		{`any(eventName)`, ``, ""},
		{`é == 1 and lowr(eventName) == "x"`, `lowr`, "did you mean lower?"},
	} {
		_, err := where.Compile(c.condition, lists)
		fault, ok := errors.AsType[*where.Fault](err)
		if !ok {
			t.Errorf("%s: %v, want a fault", c.condition, err)
			continue
		}
		at := c.condition[min(fault.Offset, len(c.condition)):min(fault.Offset+fault.Length, len(c.condition))]
		if c.at != "" && at != c.at || !strings.Contains(fault.Message, c.want) {
			t.Errorf("%s: at %q: %s, want at %q: %s", c.condition, at, fault.Message, c.at, c.want)
		}
	}
}

func TestCondition_Fields(t *testing.T) {
	for condition, want := range map[string]string{
		`userIdentity.usrName == "x"`:              "13:20 $.userIdentity.usrName",
		`evntName == "é" and eventName.length > 1`: "0:8 $.evntName, 31:37 $.eventName.length",
		`any(requestParameters.x, .evntName == 1)`: "22:23 $.requestParameters.x",
		`let evntName = 1; evntName == 1`:          "",
		`lower(tags[0].a?.b) == "x"`:               "$.tags[0].a.b",
		`tags[eventName] == 1`:                     "$.eventName",
	} {
		c, err := where.Compile(condition, nil)
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		var got []string
		for _, f := range c.Fields() {
			got = append(got, fmt.Sprintf("%d:%d %s", f.Offset, f.Offset+f.Length, f.Selector))
		}
		if text := strings.Join(got, ", "); text != want && (want == "" || !strings.HasSuffix(text, " "+want)) {
			t.Errorf("%s: fields %q, want %q", condition, text, want)
		}
	}
}

func TestCondition_Parts(t *testing.T) {
	for condition, want := range map[string]string{
		`readOnly`: "",
		`readOnly or eventName == "A" and readOnly`:                     "",
		`readOnly and (a == 1 and (b == 2 and c == 3))`:                 "readOnly | a == 1 | b == 2 | c == 3",
		`let x = eventName; x == "A" and readOnly`:                      "",
		`readOnly and (eventName == "A" or not readOnly) && a.b[0] > 1`: `readOnly | eventName == "A" or not readOnly | a.b[0] > 1`,
		`trusted("accounts", a) and any(a, .b == 1 and # != 2)`:         `trusted("accounts", a) | any(a, .b == 1 and # != 2)`,
	} {
		c, err := where.Compile(condition, lists)
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		var got []string
		for _, part := range c.Parts() {
			got = append(got, part.String())
		}
		if text := strings.Join(got, " | "); text != want {
			t.Errorf("%s: parts %s, want %s", condition, text, want)
		}
	}
}

// The parts of the conditions of the table say the same together.
func TestCondition_PartsAgree(t *testing.T) {
	decoded, several := where.Decode([]byte(record)), 0
	for _, c := range cases {
		compiled, err := where.Compile(c.condition, lists)
		if err != nil {
			t.Fatal(err)
		}
		all := true
		for _, part := range compiled.Parts() {
			holds, err := part.Match(decoded)
			all = all && holds && err == nil
		}
		if parts := compiled.Parts(); parts != nil {
			several++
			if all != c.want {
				t.Errorf("%s: the parts %v say %v together", c.condition, parts, all)
			}
		}
	}
	if several < 10 {
		t.Errorf("only %d conditions have parts", several)
	}
}

// A condition that takes too long ends, and counts.
func TestCondition_Limits(t *testing.T) {
	long := where.Record{"requestParameters": map[string]any{"list": make([]any, 10_000)}}
	for _, condition := range []string{
		`any(requestParameters.list, any(requestParameters.list, # == 1))`,
		`len(map(requestParameters.list, map(requestParameters.list, 1))) == 0`,
	} {
		c, err := where.Compile(condition, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Match(long); !got || err == nil {
			t.Errorf("%s: %v, %v, want a match with an error", condition, got, err)
		} else {
			t.Log(err)
		}
	}
}
