package ruleset_test

import (
	"testing"

	"trailnotify/bench/ruleset"
)

func of(t *testing.T, n int) []ruleset.Rule {
	t.Helper()
	all, err := ruleset.Of(n)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOf_HasNamesOfItsOwn(t *testing.T) {
	for _, n := range ruleset.Sizes {
		names, sources := map[string]bool{}, map[string]bool{}
		all := of(t, n)
		for _, r := range all {
			names[r.Name], sources[r.Pattern.String()] = true, true
		}
		if len(all) != n || len(names) != n || len(sources) != n {
			t.Errorf("%d rules, want %d with %d names (%d) and patterns (%d)", len(all), n, n, len(names), len(sources))
		}
	}
}

func TestSet_HasAllRules(t *testing.T) {
	all := of(t, 100)
	set, err := ruleset.Set(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range all {
		if r, ok := set.Lookup(want.Name); !ok || r.Pattern.String() != want.Pattern.String() || !r.Enabled {
			t.Errorf("rule %s: %+v", want.Name, r)
		}
	}
}

func TestOf_VariationsMatchOtherNames(t *testing.T) {
	names := map[string]int{}
	for i, r := range of(t, 45) {
		names[r.Name] = i
	}
	all := of(t, 45)
	for record, want := range map[string]string{
		`{"eventName":"CreateTrail"}`:                                                  "CloudTrailChanges",
		`{"eventName":"CreateTrailV2"}`:                                                "CloudTrailChangesV2",
		`{"eventSource":"kms.amazonaws.com","eventName":"DisableKeyV1"}`:               "CMKDisabledOrDeletedV1",
		`{"errorCode":"Client.V2UnauthorizedOperation"}`:                               "UnauthorizedAPICallsV2",
		`{"errorCode":"AccessDeniedV1Exception"}`:                                      "UnauthorizedAPICallsV1",
		`{"userIdentity":{"type":"RootV1"},"eventType":"AwsApiCall"}`:                  "RootUsageV1",
		`{"awsRegion":"eu-west-1","eventName":"CreateV2Thing"}`:                        "ResourceCreationInOtherRegionV2",
		`{"eventName":"ConsoleLoginV1","errorMessage":"Failed authenticationV1"}`:      "ConsoleSignInFailuresV1",
		`{"eventSource":"s3.amazonaws.com","eventName":"PutBucketPolicyV2","other":1}`: "S3BucketPolicyChangesV2",
	} {
		i, ok := names[want]
		if !ok {
			t.Errorf("no rule %s", want)
			continue
		}
		for j, r := range all {
			if j < 15 && i >= 15 {
				continue // AccessDenied* is true of the variations' names, too
			}
			if matches := r.Pattern.Match([]byte(record)); matches != (i == j) {
				t.Errorf("%s of %s: match is %t", r.Name, record, matches)
			}
		}
	}
}
