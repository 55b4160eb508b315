package calls

import (
	"regexp"
	"slices"
	"testing"
)

func TestKnown(t *testing.T) {
	for _, name := range []string{"StopLogging", "CreateFunction20150331", "UpdateFunctionCode20150331v2", "AssumeRole", "ListObjectsV2", "CreateDistribution2020_05_31"} {
		if !Known(name) || Nearest(name) != "" {
			t.Errorf("%s is not known", name)
		}
	}
	for _, name := range []string{"StopLoging", "ConsoleLogin", "", "20150331"} {
		if Known(name) {
			t.Errorf("%s is known", name)
		}
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		"StopLoging": "StopLogging", "stopLogging": "StopLogging", "PutEventSelectrs": "PutEventSelectors", "UpdateFunctionCod20150331v2": "UpdateFunctionCode20150331v2",
		// What is in no model is not near anything either.
		"ConsoleLogin": "", "CheckMfa": "", "SwitchRole": "", "PutBucketPublicAccessBlock": "", "GetAccelerateConfiguration": "",
		"CredentialVerification": "", "DeleteAccountPublicAccessBlock": "", "InvokeFunction": "", "": "", "x": "",
	} {
		if got := Nearest(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestNearestSource(t *testing.T) {
	for source, want := range map[string]string{
		"cloudtrail.amazonaws.com": "", "signin.amazonaws.com": "", "monitoring.amazonaws.com": "", "kms.amazonaws.com": "",
		"cloudtrail": "cloudtrail.amazonaws.com", "kms.amazonaw.com": "kms.amazonaws.com", "cloudtrial.amazonaws.com": "cloudtrail.amazonaws.com",
		"kms.aws.internal": "", "new-service.amazonaws.com": "", "xyz.amazonaws.com": "", "example.com": "", "": "",
	} {
		if got := NearestSource(source); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// The file holds names and nothing else, in order.
func TestNames(t *testing.T) {
	l := lists()
	if len(l.sources) < 300 || len(l.calls) < 10_000 {
		t.Fatalf("%d sources, %d calls", len(l.sources), len(l.calls))
	}
	form := regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	for _, list := range [][]string{l.sources, l.calls} {
		if !slices.IsSorted(list) {
			t.Error("the names are not in order")
		}
		for _, name := range list {
			if !form.MatchString(name) {
				t.Errorf("%q is not a name", name)
			}
		}
	}
}
