package deploy_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The provider refuses queues of 1 MiB before 6.8.0: "expected
// max_message_size to be in the range (1024 - 262144)". The stand-in that the
// tests run with has no such checks, so that the floor is held here.
const providerFloor = ">= 6.8"

func TestTerraform_AsksForTheSameProviderEverywhere(t *testing.T) {
	files, err := filepath.Glob("terraform/examples/*/versions.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d examples: %v", len(files), err)
	}
	constraint := regexp.MustCompile(`source\s+= "hashicorp/aws"\n\s+version = "([^"]*)"`)
	for _, file := range append(files, "terraform/versions.tf") {
		if m := constraint.FindStringSubmatch(read(t, file)); m == nil || m[1] != providerFloor {
			t.Errorf("%s asks for the provider %q, want %q", file, m, providerFloor)
		}
	}
	said := "AWS provider " + strings.TrimPrefix(providerFloor, ">= ") + " or later"
	if !strings.Contains(read(t, "terraform/README.md"), said) {
		t.Errorf("terraform/README.md does not say: %s", said)
	}
}
