package lint

import (
	"fmt"
	"strings"
	"testing"

	"trailnotify/pattern"
	"trailnotify/pattern/internal/patterntest"
	"trailnotify/pattern/syntax"
)

// kindsAndColumns is what a test compares: the kind of each warning and where.
func kindsAndColumns(p *syntax.Pattern, o Options) string {
	var all []string
	for _, w := range Pattern(p, o) {
		all = append(all, fmt.Sprintf("%s:%d", w.Kind, w.Column))
	}
	return strings.Join(all, " ")
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"nothing to say", `{ $.a = "x" && $.b > 5 }`, ""},
		{"terms alone", `ERROR -"Exiting"`, ""},
		{"!= on a field that may be missing", `{ $.a = 1 && $.b != "x" }`, "may-be-missing:14"},
		{"!= with its missing field taken in", `{ $.b NOT EXISTS || $.b != "x" }`, ""},
		{"!= next to a condition that needs the field", `{ $.b = "x*" && $.b != "xy" }`, ""},
		{"!= next to NOT EXISTS of the same field", `{ $.b NOT EXISTS && $.b != "x" }`, "may-be-missing:21 never-holds:21"},
		{"negations joined by ||", `{ $.a != "x" || $.b != "y" }`, "matches-everything:3 may-be-missing:3 may-be-missing:17"},
		{"negations joined by || in parentheses", `{ ($.c = 1 || ($.a != "x")) || ($.b != "y") }`, "matches-everything:3 may-be-missing:16 may-be-missing:33"},
		{"one negation among alternatives", `{ $.c = 1 || $.a != "x" }`, "may-be-missing:14"},
		{"negations joined by && in alternatives", `{ $.c = 1 || ($.a != "x" && $.a != "y") }`, "may-be-missing:15 may-be-missing:29"},
		{"mixed operators", `{ $.a = 1 || $.b = 2 && $.c = 3 }`, "mixed-operators:14"},
		{"mixed operators with parentheses", `{ $.a = 1 || ($.b = 2 && $.c = 3) }`, ""},
		{"ignored terms", `?a b ?c`, "ignored-term:1 ignored-term:6"},
		{"optional terms alone", `?a ?b`, ""},
		{"an excluded term within a required one", `TERROR -ERROR`, "never-holds:8"},
		{"the empty phrase", `a ""`, "matches-everything:3"},
		{"a string instead of a boolean", `{ $.a = true || $.b != "False" }`, "text-not-boolean:3 may-be-missing:17"},
		{"a boolean in quotes is meant as text", `{ $.a = "true" }`, ""},
		{"two texts at once", `{ $.a = "x" && $.a = "y" }`, "never-holds:16"},
		{"two texts at once, one in an alternative", `{ $.a = "x" && ($.b = 1 || $.a = "y") }`, "never-holds:28"},
		{"two texts in alternatives", `{ $.a = "x" || $.a = "y" }`, ""},
		{"two texts behind a wildcard", `{ $.a[*] = "x" && $.a[*] = "y" }`, ""},
		{"a text that a wildcard excludes", `{ $.a = "x*" && $.a = "yx" }`, "never-holds:17"},
		{"a text and its own negation", `{ $.a = "x" && $.a != "x" }`, "never-holds:16"},
		{"two spellings of a number", `{ $.a = 1 && $.a = 1.0 }`, ""},
		{"a number and another spelling of it quoted", `{ $.a = 1 && $.a = "1.0" }`, ""},
		{"leading zeros meet the same number", `{ $.a = 01 && $.a = 1 }`, "open-point:9"},
		{"two numbers", `{ $.a = 1 && $.a = 2 }`, "never-holds:14"},
		{"an empty range", `{ $.a > 5 && $.a < 3 }`, "never-holds:14"},
		{"a range of one", `{ $.a >= 5 && $.a <= 5 }`, ""},
		{"a range of none", `{ $.a > 5 && $.a <= 5 }`, "never-holds:14"},
		{"a number outside of the range", `{ $.a = 5 && $.a > 5.0 }`, "never-holds:14"},
		{"a quoted number in a range", `{ $.a = "5" && $.a > 3 }`, ""},
		{"a word in a range", `{ $.a = word && $.a > 3 }`, "never-holds:17"},
		{"null and a text", `{ $.a IS NULL && $.a = "x" }`, "never-holds:18"},
		{"true and false", `{ $.a IS TRUE && $.a IS FALSE }`, "never-holds:18"},
		{"different from everything", `{ $.a != "*" }`, "may-be-missing:3 never-holds:3"},
		{"a range in a delimited pattern", `[a > 5 && a < 3, b]`, "never-holds:11"},
		{"two texts in a delimited pattern", `[a = x && a = y, b]`, "never-holds:11"},
		{"open: != with a wildcard", `{ $.a[*] != "x" }`, "open-point:3 may-be-missing:3"},
		{"open: IS NULL with a wildcard", `{ $.a[*] IS NULL }`, "open-point:3"},
		{"open: NOT EXISTS with a wildcard", `{ $.a[*].b NOT EXISTS }`, "open-point:3"},
		{"open: keyword case", `{ $.a is null }`, "open-point:3"},
		{"open: brackets without a dot", `{ $['a'] = 1 || $.["b"] = 2 }`, "open-point:3 open-point:17"},
		{"open: a star behind a dot", `{ $.a.* = 1 && $.* = 1 }`, "open-point:3"},
		{"open: a backslash in a name", "{ $.['a\\'b'] = 1 }", "open-point:3"},
		{"brackets with a dot", `{ $.['a.b'] = 1 }`, ""},
		{"quotes and backslashes in a value", `{ $.a = "a\"b" && $.b = "C:\\x" }`, ""},
		{"open: an asterisk that is not a wildcard", `{ $.a = "a\*b" }`, "open-point:9"},
		{"open: a backslash before a letter", `{ $.a = "C:\x" }`, "open-point:9"},
		{"open: wildcard in digits", `{ $.a = 4* }`, "open-point:9"},
		{"open: regex against numbers", `{ $.a = %x% }`, "open-point:9"},
		{"open: regex flavour", `%a+?b%`, "open-point:1"},
		{"open: a bracket within a class", `%[a[b]%`, "open-point:1"},
		{"open: a class of other engines", `%\bx%`, "open-point:1"},
		{"a regex of the guide", `%^[a*?]+\.[^b]{2,3}\d$%`, ""},
		{"a blank in a regex", `%^starting|^shutting down%`, ""},
		{"a word with a point or =", `level=error ?a.b`, "ignored-term:13"},
		{"open: a phrase behind a word", `a="b c"`, "open-point:1"},
		{"open: regex among terms", `a %b%`, "open-point:3"},
		{"open: leading zeros", `{ $.a = 007 }`, "open-point:9"},
		{"open: precision", `{ $.a = 1234567890123456789 || $.b > 1e400 }`, "open-point:9 open-point:38"},
		{"a round number", `{ $.a = 1000000000000000000000 }`, ""},
		{"open: empty slot", `[a=1,,b,]`, "open-point:6 open-point:9"},
		{"a slot is not a search", `[ERROR]`, "matches-everything:1"},
		{"slots without conditions", ` [ip, user, ...]`, "matches-everything:2"},
		{"a wildcard in digits of a line", `[ip, code=4*]`, ""},
		{"a wildcard in digits in quotes", `{ $.a = "203.0.113.*" || $.a = "4*" }`, ""},
		{"a wildcard in an address without quotes", `{ $.a = 203.0.113.* }`, ""},
		{"a JSON pattern in quotes", `"{ $.eventName = \"DeleteTrail\" }"`, "pasted:1"},
		{"two values of one field left out by ||", `{ $.x = 1 && ($.a != "x" || $.a != "y") }`, "matches-everything:14 may-be-missing:15 may-be-missing:29"},
		{"one role left out", `{ $.x = 1 && ($.a != "x" || $.b != "y") }`, "may-be-missing:15 may-be-missing:29"},
		{"parentheses in a slot", `[(a = 1 || a = 2), b]`, ""},
		{"open: braces alone", `{}`, "open-point:2"},
		{"blanks around", ` { $.a = 1 } `, ""},
		{"open: blanks alone", `  `, "open-point:1"},
		{"open: a minus apart", `- a b`, "open-point:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := pattern.MustCompile(c.src)
			if got := kindsAndColumns(p.Syntax(), Options{}); got != c.want {
				t.Errorf("%s\n got %s\nwant %s\n%+v", c.src, got, c.want, Pattern(p.Syntax(), Options{}))
			}
		})
	}
}

func TestWarnings_CloudTrail(t *testing.T) {
	for _, c := range []struct{ src, want, says string }{
		{`{ $.eventName = "x" && $.userIdentity.sessionContext.attributes.mfaAuthenticated = "false" }`, "", ""},
		{`{ $.eventname = "x" }`, "unknown-field:3", "$.eventName?"},
		{`{ $.evntName = "x" }`, "unknown-field:3", "$.eventName?"},
		{`{ $.userIdentity.usrName = "x" }`, "unknown-field:3", "$.userIdentity.userName?"},
		{`{ $.userName = "x" }`, "unknown-field:3", "$.userIdentity.userName?"},
		{`{ $.mfaAuthenticated = "x" }`, "unknown-field:3", "$.userIdentity.sessionContext.attributes.mfaAuthenticated?"},
		{`{ $.ARN = "x" }`, "unknown-field:3", "$.resources[*].ARN?"},
		{`{ $.zzzzzzzzzz = "x" }`, "unknown-field:3", `no field "zzzzzzzzzz"`},
		{`{ $.eventName.x = "x" }`, "unknown-field:3", "$.eventName is a string: this finds nothing"},
		{`{ $.resources.ARN = "x" }`, "unknown-field:3", "is an array"},
		{`{ $.resources[0].ARN = "x" && $.resources[*].type = "y" && $.* = "z" }`, "", ""},
		{`{ $.requestParameters.a.b[0].c = "x" && $.responseElements NOT EXISTS }`, "", ""},
		{`{ $.recipientAccountId > 5 }`, "never-holds:3", "sees numbers only"},
		{`{ $.userIdentity.sessionContext.attributes.mfaAuthenticated IS FALSE }`, "never-holds:3", `write = "false"`},
		{`{ $.userIdentity.sessionContext.attributes.mfaAuthenticated = false }`, "", ""},
		{`{ $.readOnly = true }`, "text-not-boolean:3", "IS TRUE"},
		{`{ $.readOnly = "x" }`, "never-holds:3", "holds a boolean"},
		{`{ $.readOnly IS FALSE }`, "", ""},
		{`{ $.userIdentity = "x" }`, "never-holds:3", "holds an object"},
		{`{ $.resources = "x" }`, "never-holds:3", "$.resources[*]"},
		{`{ $.awsRegion != "ap-northeast-1" }`, "", ""},
		{`{ $.eventName != "HeadBucket" }`, "may-be-missing:3", "($.eventName NOT EXISTS || $.eventName != \"HeadBucket\")"},
		{`{ $.eventName = %^Create% }`, "", ""},
		{
			`{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") || ($.sourceIPAddress!="delivery.logs.amazonaws.com") || ($.eventName!="HeadBucket") }`,
			"matches-everything:3 may-be-missing:83 may-be-missing:137", "2 negations",
		},
		{
			`{ ($.errorCode =*UnauthorizedOperation) || ($.errorCode =AccessDenied*) && ($.sourceIPAddress!=delivery.logs.amazonaws.com) }`,
			"mixed-operators:44 may-be-missing:77", "binds tighter",
		},
	} {
		p := pattern.MustCompile(c.src)
		o := Options{CloudTrail: true}
		if got := kindsAndColumns(p.Syntax(), o); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
		if all := fmt.Sprint(Pattern(p.Syntax(), o)); !strings.Contains(all, c.says) {
			t.Errorf("%s: no warning says %q: %s", c.src, c.says, all)
		}
	}
}

func TestWarnings_OfCalls(t *testing.T) {
	for _, c := range []struct{ src, want, says string }{
		{`{ $.userIdentity.type != "Root" && $.eventType != "AwsServiceEvent" }`, "", ""},
		{`{ $.eventName = "DeleteTrail" && ($.userIdentity.type != "AssumedRole" || $.userIdentity.sessionContext.sessionIssuer.userName != "deployer") }`, "", ""},
		{`{ $.eventName = "DeleteTrail" && ($.userIdentity.type != "AssumedRole" || ($.userIdentity.arn != "a" && $.userIdentity.arn != "b")) }`, "", ""},
		{`{ $.errorCode = "AccessDenied*" && $.eventName != "GetMacieSession" }`, "", ""},
		{`{ $.eventSource = "s3.amazonaws.com" && $.eventName != "GetObject" && $.errorCode != "x" }`, "may-be-missing:71", ""},
		{`{ $.userIdentity.type = "Root" || $.userIdentity.arn != "x" }`, "may-be-missing:35", ""},
		{`{ $.sourceIPAddress = "203.0.113.*" && $.recipientAccountId = 1111* }`, "", ""},
		{`{ $.eventName = "StopLoging" }`, "unknown-name:3", "did you mean StopLogging?"},
		{`{ $.eventName != "StopLoging" && $.awsRegion = "x" }`, "may-be-missing:3 unknown-name:3", "did you mean StopLogging?"},
		{`{ $.eventName = "ConsoleLogin" || $.eventName = "CheckMfa" || $.eventName = "StopLoging*" }`, "", ""},
		{`{ $.eventName = CreateFunction }`, "unknown-name:3", "CreateFunction20150331*"},
		{`{ $.eventName = CreateFunction20150331 || $.eventName = "UpdateFunctionCode20150331v2" }`, "", ""},
		{`{ $.eventSource = appsync.amazonaws.com && $.eventName = CreateFunction }`, "", ""},
		{`{ $.eventName = CreateAlias }`, "", ""},
		{`{ $.eventSource = "lambda.amazonaws.com" && ($.eventName = CreateAlias || $.eventName = "x") }`, "unknown-name:46", "CreateAlias20150331"},
		{`{ $.eventSource = cloudtrail }`, "unknown-name:3", "did you mean cloudtrail.amazonaws.com?"},
		{`{ $.eventSource = "kms.amazonaw.com" || $.eventSource = "signin.amazonaws.com" }`, "unknown-name:3", "did you mean kms.amazonaws.com?"},
		{`{ $.sourceIPAddress = "10.0.0.0/8" }`, "never-holds:3", `write "10.*"`},
		{`{ $.sourceIPAddress = "192.0.2.0/25" }`, "never-holds:3", "can't compare ranges"},
		{`{ $.requestParameters.cidrIp = "10.0.0.0/8" }`, "", ""},
		{`{ $.requestParameters.policyDocument.Statement[0].Effect = "Allow" }`, "unknown-field:3", `$.requestParameters.policyDocument = "*text*"`},
		{`{ $.requestParameters.policyDocument = "*Allow*" }`, "", ""},
		{`{ $.errorCode = "AccessDenied*" && $.requestParameters.name = "x" }`, "not-recorded:36", "as null when a call is denied"},
		{`{ $.eventName = "x" && ($.errorCode = "AccessDenied" || $.requestParameters.name = "x") }`, "", ""},
		{`{ $.errorCode = "AccessDenied" && $.eventSource = "s3.amazonaws.com" && $.requestParameters.bucketName = "x" }`, "", ""},
		{`{ $.errorCode = "AccessDenied" && $.requestParameters.name NOT EXISTS }`, "", ""},
	} {
		p := pattern.MustCompile(c.src)
		o := Options{CloudTrail: true}
		if got := kindsAndColumns(p.Syntax(), o); got != c.want {
			t.Errorf("%s\n got %s\nwant %s\n%+v", c.src, got, c.want, Pattern(p.Syntax(), o))
		}
		if all := fmt.Sprint(Pattern(p.Syntax(), o)); !strings.Contains(all, c.says) {
			t.Errorf("%s: no warning says %q: %s", c.src, c.says, all)
		}
	}
}

func TestSelector(t *testing.T) {
	for src, want := range map[string]string{
		"$.userIdentity.arn": "", "$.requestParameters.x[0]": "", "$.userIdentity.userNmae": "did you mean $.userIdentity.userName?",
		"$['eventNmae']": "did you mean $.eventName?", "$.requestParameters.policyDocument.x": "recorded as one string",
	} {
		s, err := pattern.ParseSelector(src)
		if err != nil {
			t.Fatal(err)
		}
		found := Selector(s.Syntax(), Options{CloudTrail: true})
		if (want == "") != (len(found) == 0) || want != "" && (!strings.Contains(found[0].Message, want) || found[0].Source != s.String()) {
			t.Errorf("%s: %+v, want %q", src, found, want)
		}
		if found := Selector(s.Syntax(), Options{}); len(found) > 0 {
			t.Errorf("%s: %+v for messages of any kind", src, found)
		}
	}
}

func TestWarning_Matters(t *testing.T) {
	all := Pattern(pattern.MustCompile(`{ $.a.b != "x" && $.c = true }`).Syntax(), Options{})
	if len(all) != 2 {
		t.Fatal(all)
	}
	for message, want := range map[string]bool{
		`{}`: true, `{"a":1}`: true, `{"a":{"b":null}}`: true, `{"a":{"b":[]}}`: true,
		`{"a":{"b":"x"}}`: false, `{"a":{"b":1}}`: false, `not JSON`: false,
	} {
		if got := all[0].Matters([]byte(message)); got != want {
			t.Errorf("%s: %v", message, got)
		}
		if all[1].Matters([]byte(message)) {
			t.Errorf("%s: matters for %s", message, all[1].Kind)
		}
	}
}

// checkNever checks that a conjunction with a condition that never holds
// matches nothing, and that warnings point into the source.
func checkNever(t *testing.T, data []byte) {
	c := patterntest.New(data)
	field := c.One("$.a", "$.b", "$.a.b")
	var conditions []string
	for range 2 + c.Pick(2) {
		conditions = append(conditions, c.Condition(field))
	}
	src := "{ " + strings.Join(conditions, " && ") + " }"
	p, err := pattern.Compile(src)
	if err != nil {
		return
	}
	message := []byte(c.Message(p.Syntax()))
	for _, w := range Pattern(p.Syntax(), Options{}) {
		if !strings.HasPrefix(src[w.offset:], w.Source) || w.Message == "" {
			t.Fatalf("%q: the warning points nowhere: %+v", src, w)
		}
		if w.Kind == NeverHolds && p.Match(message) {
			t.Fatalf("%q matches %q, but: %s", src, message, w.Message)
		}
	}
}

func TestWarnings_WhatNeverHoldsMatchesNothing(t *testing.T) {
	for seed := range uint64(5_000) {
		checkNever(t, patterntest.RandomBytes(seed, 100))
	}
}

// FuzzWarningsBuilt builds a conjunction on one field and a message.
func FuzzWarningsBuilt(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(patterntest.RandomBytes(seed, 100))
	}
	f.Fuzz(checkNever)
}

// checkPlaces checks that every warning of any pattern points into its source.
func checkPlaces(t *testing.T, src string) {
	p, err := syntax.Parse(src)
	if err != nil {
		return
	}
	for _, o := range []Options{{}, {CloudTrail: true}} {
		for _, w := range Pattern(p, o) {
			if !strings.HasPrefix(src[w.offset:], w.Source) || w.Message == "" || w.Line < 1 || w.Column < 1 {
				t.Fatalf("%q: the warning points nowhere: %+v", src, w)
			}
		}
	}
}

// FuzzPattern takes a pattern as text.
func FuzzPattern(f *testing.F) {
	for _, src := range patterntest.SeedPatterns {
		f.Add(src)
	}
	f.Add(`{ $.eventName = "StopLoging" && ($.eventSource != cloudtrail || $.requestParameters.policyDocument.a[*] IS TRUE) }`)
	f.Add(`{ $.errorCode = "AccessDenied" && $.requestParameters.a = "b" && $.sourceIPAddress = "10.0.0.0/8" }`)
	f.Fuzz(checkPlaces)
}
