package advice

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"trailnotify/pattern"
	"trailnotify/rules"
)

// load loads one rule file.
func load(t *testing.T, text string) *rules.Set {
	t.Helper()
	set, err := rules.Load(fstest.MapFS{"rule.yaml": {Data: []byte(text)}}, "mine")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestSet_NamesThePlaceOfEachWarning(t *testing.T) {
	set := load(t, `name: TrailDeleted
pattern: '{ $.eventSource = cloudtrail && $.eventName = "DeleteTrail" }'
threshold: 1
by: [[$.userIdentity.arn, $.userIdentity.userNmae], actor]
distinct: $.sourceIpAddress
except:
  - name: deployment
    pattern: '{ $.userIdentity.sessionContext.sessionIssuer.arn = "arn:aws:iam::111122223333:role/deployer" && $.eventName != "x" }'
  - name: Terraform
    pattern: '{ $.userAgent = "*Terraform*" }'
`)
	var got []string
	for _, w := range Set(set) {
		if w.Rule != "TrailDeleted" || w.Setting != "trail_deleted" || w.Message == "" || !strings.Contains(w.Text, w.Source) {
			t.Errorf("%+v", w)
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s:%d %d:%d %s %s %s", w.File, w.Row, w.Line, w.Column, w.Part, w.Kind, w.Except)))
	}
	want := []string{
		"mine/rule.yaml:2 1:3 pattern unknown-name",
		"mine/rule.yaml:9 1:3 except chosen-by-caller Terraform",
		"mine/rule.yaml:4 1:1 by unknown-field",
		"mine/rule.yaml:5 1:1 distinct unknown-field",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestException_FindsLoopholes(t *testing.T) {
	for src, want := range map[string]string{
		`{ $.userIdentity.invokedBy = "cloudformation.amazonaws.com" }`:                                       "",
		`{ $.eventSource != "iam.amazonaws.com" }`:                                                            "",
		`{ $.userIdentity.sessionContext.sessionIssuer.arn = "a" && $.requestParameters.name = "x" }`:         "",
		`{ $.userIdentity.arn = "arn:aws:sts::111122223333:assumed-role/deployer/*" }`:                        "",
		`{ $.userAgent = "aws-cli*" }`:                                                                        "chosen-by-caller:3",
		`{ $.userAgent = %Terraform% || $.eventName = "x" }`:                                                  "chosen-by-caller:3",
		`{ $.eventName = "DeleteTrail" && $.requestParameters.name = "test*" }`:                               "chosen-by-caller:34",
		`{ $.eventName = "x" && ($.userAgent = "a" || $.requestParameters.b[0] IS TRUE) }`:                    "chosen-by-caller:25 chosen-by-caller:46",
		`{ ($.eventName = "x" || $.eventName = "y") && $.userAgent = "a" }`:                                   "chosen-by-caller:47",
		`{ $.userIdentity.arn = "*/scanner" }`:                                                                "chosen-by-caller:3",
		`{ $.userIdentity.principalId = "*:scanner" }`:                                                        "chosen-by-caller:3",
		`{ $.userAgent != "aws-cli*" }`:                                                                       "nothing-by-aws:3",
		`{ $.eventName = * }`:                                                                                 "nothing-by-aws:3",
		`{}`:                                                                                                  "nothing-by-aws:1 open-point:2",
		`scanner`:                                                                                             "nothing-by-aws:1",
		`{ $.userIdentity.userNmae = "x" }`:                                                                   "unknown-field:3",
		`{ $.userIdentity.invokedBy = "x" && $.userIdentity.accountId != "111122223333" }`:                    "",
		`{ $.a NOT EXISTS && (` + strings.Repeat(`$.userAgent = "a" || `, 30) + `$.userAgent = "a") }`:        "chosen",
		`{ ` + strings.Repeat(`($.eventName = "a" || $.eventName = "b") && `, 20) + `$.eventSource = "iam" }`: "unknown-name",
	} {
		e := rules.Exception{Name: "e", Pattern: pattern.MustCompile(src)}
		var got []string
		for _, w := range Exception(&rules.Rule{Name: "R"}, &e) {
			got = append(got, fmt.Sprintf("%s:%d", w.Kind, w.Column))
		}
		all := strings.Join(slices.Sorted(slices.Values(got)), " ")
		if all != want && (strings.Contains(want, ":") || want == "" || !strings.Contains(all, want)) {
			t.Errorf("%s\n got %s\nwant %s", src, all, want)
		}
	}
}

// The built-in rules carry only the warnings that are known and accepted.
func TestSet_BuiltinRules(t *testing.T) {
	want := map[string][]string{
		"default": {
			"ConsoleSignInWithoutMFA may-be-missing $.additionalEventData.MFAUsed",     // as the controls have it
			"ResourceCreationInOtherRegion chosen-by-caller $.requestParameters.scope", // CloudFront's web ACLs are in one region
		},
		"security-hub": {"ConsoleSignInWithoutMFA may-be-missing $.additionalEventData.MFAUsed"},
	}
	for _, name := range rules.Names() {
		set, err := rules.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		if set, err = set.Override(nil, []string{"us-east-1"}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range Set(set) {
			selector, _, _ := strings.Cut(w.Source, " ")
			got = append(got, fmt.Sprintf("%s %s %s", w.Rule, w.Kind, selector))
			if w.File != "" || w.Row != 0 {
				t.Errorf("%s: a place in a file that nobody has: %s:%d", w.Rule, w.File, w.Row)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want[name], "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want[name], "\n"))
		}
	}
}

// FuzzException takes the pattern of an exception as text.
func FuzzException(f *testing.F) {
	f.Add(`{ $.userAgent = "a" || ($.eventName = "x" && $.userIdentity.arn = "*y" && $.a IS NULL) }`)
	f.Add(`{ $.readOnly IS TRUE && $.userIdentity.principalId NOT EXISTS }`)
	f.Add(`ERROR -x`)
	f.Add(`[a, ..., b = 4*]`)
	f.Fuzz(func(t *testing.T, src string) {
		p, err := pattern.Compile(src)
		if err != nil {
			return
		}
		for _, w := range Exception(&rules.Rule{}, &rules.Exception{Name: "e", Pattern: p}) {
			if !strings.Contains(src, w.Source) || w.Message == "" || w.Except != "e" {
				t.Fatalf("%q: the warning points nowhere: %+v", src, w)
			}
		}
	})
}
