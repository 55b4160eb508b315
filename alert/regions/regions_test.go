package regions

import "testing"

func TestPlace(t *testing.T) {
	for region, want := range map[string]string{
		"ap-northeast-1": "Tokyo",
		"us-east-1":      "N. Virginia",
		"cn-north-1":     "Beijing",
		"us-gov-west-1":  "AWS GovCloud (US-West)",
		"ca-central-1":   "Canada (Central)",
		"xx-new-1":       "xx-new-1",
		"x (<!here>)":    "x (<!here>)",
		"":               "",
	} {
		if got := Place(region); got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	if got := Title("ap-northeast-1"); got != "Asia Pacific (Tokyo)" {
		t.Error(got)
	}
	if got := Title("xx-new-1"); got != "xx-new-1" {
		t.Error(got)
	}
}
