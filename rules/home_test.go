package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const elsewhere = "ResourceCreationInOtherRegion"

func TestHomeRegions_AreTheOnesNotWatched(t *testing.T) {
	for _, c := range []struct {
		name    string
		environ []string
		given   []string
		origin  string
		home    []string
	}{
		{"HOME_REGIONS", []string{"HOME_REGIONS=ap-northeast-1, us-east-1,,ap-northeast-1", "AWS_REGION=eu-west-1"}, nil, "HOME_REGIONS", []string{"ap-northeast-1", "us-east-1"}},
		{"the region of the function", []string{"AWS_REGION=us-gov-west-1"}, nil, "AWS_REGION", []string{"us-gov-west-1"}},
		{"an empty variable", []string{"HOME_REGIONS= ", "AWS_REGION=eusc-de-east-1"}, nil, "AWS_REGION", []string{"eusc-de-east-1"}},
		{"the flag", []string{"HOME_REGIONS=eu-west-1"}, []string{"cn-north-1", "cn-northwest-1"}, "--home-region", []string{"cn-north-1", "cn-northwest-1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := builtinSet(t, "default").Override(c.environ, c.given)
			if err != nil {
				t.Fatal(err)
			}
			r := rule(t, set, elsewhere)
			if !r.Enabled || r.Origin["home_regions"] != c.origin || len(set.Notes()) > 0 {
				t.Errorf("enabled %v by %q, notes %q", r.Enabled, r.Origin["home_regions"], set.Notes())
			}
			for _, region := range append(c.home, "sa-east-1") {
				record := fmt.Sprintf(`{"eventSource":"ec2.amazonaws.com","eventName":"CreateKeyPair","awsRegion":%q}`, region)
				if got, want := len(set.Match([]byte(record), nil)) > 0, region == "sa-east-1"; got != want {
					t.Errorf("%s: matches %v, expected %v", region, got, want)
				}
			}
		})
	}
}

func TestHomeRegions_NoneKnownTurnsTheRuleOff(t *testing.T) {
	set := builtinSet(t, "default")
	changed, err := set.Override([]string{"HOME=/home/alice"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Set{set, changed} {
		r := rule(t, s, elsewhere)
		want := []string{elsewhere + " is off: it needs to know your home regions; set HOME_REGIONS"}
		if diff := cmp.Diff(want, s.Notes()); diff != "" || r.Enabled || r.Pattern != nil {
			t.Errorf("enabled %v, notes (-want +got):\n%s", r.Enabled, diff)
		}
		if len(s.Match([]byte(`{"eventName":"CreateKeyPair","awsRegion":"sa-east-1"}`), nil)) > 0 {
			t.Error("a rule that is off matches")
		}
	}
	off, err := set.Override([]string{"RESOURCE_CREATION_IN_OTHER_REGION_ENABLED=false"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(off.Notes()) > 0 {
		t.Errorf("found %q on a rule that was switched off", off.Notes())
	}
	on, err := changed.Override(nil, []string{"eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	if !rule(t, on, elsewhere).Enabled {
		t.Error("the rule stays off after its home region is known")
	}
	still, err := off.Override(nil, []string{"eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	if rule(t, still, elsewhere).Enabled {
		t.Error("the home region turns on what was switched off")
	}
}

func TestHomeRegions_BecomeOneComparisonEach(t *testing.T) {
	p, err := expand(`{ ($.awsRegion!="${home_regions}") || ($.a.b != "${home_regions}") }`, []string{"eu-west-1", "eu-west-3"})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{ (($.awsRegion!="eu-west-1"&&$.awsRegion!="eu-west-3")) || (($.a.b!="eu-west-1"&&$.a.b!="eu-west-3")) }`
	if p.String() != want {
		t.Errorf("found    %s\nexpected %s", p, want)
	}
}

func TestHomeRegions_KeepWithinTheLengthOfAPattern(t *testing.T) {
	var regions []string
	for i := range 40 {
		regions = append(regions, fmt.Sprintf("ap-northeast-%d", i))
	}
	_, err := builtinSet(t, "default").Override(nil, regions)
	const want = "--home-region: ResourceCreationInOtherRegion: 40 regions make the pattern 1303 characters long, expected at most 1024"
	if err == nil || err.Error() != want {
		t.Errorf("found %v, expected %s", err, want)
	}
	if _, err := builtinSet(t, "default").Override(nil, regions[:30]); err != nil {
		t.Error(err)
	}
}

func TestHomeRegions_RefuseWhatIsNoRegion(t *testing.T) {
	for _, region := range []string{"Tokyo", "ap_northeast_1", `us-east-1" || $.a = "b`, "us-east-", "us", "us-east-1 eu-west-1", "us-east-123"} {
		_, err := builtinSet(t, "default").Override([]string{"HOME_REGIONS=eu-west-1," + region}, nil)
		if err == nil || !strings.HasPrefix(err.Error(), "HOME_REGIONS: found ") {
			t.Errorf("%q: found %v, expected a fault", region, err)
		}
	}
}
