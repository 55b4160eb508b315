package listing

import "testing"

func TestDeliveryTime(t *testing.T) {
	for name, want := range map[string]string{
		"111122223333_CloudTrail_us-east-1_20230710T1145Z_7xgocspSowgK0Gto.json.gz": "20230710T1145",
		"o-abc_CloudTrail-Insight_us-gov-west-1_20230710T1145Z_x.json":              "20230710T1145",
		"111122223333_CloudTrail_us-east-1-20200930T2358.json":                      "20200930T2358",
		"20230710T1145Z.json":           "",
		"x_CloudTrail_20230710T11.json": "",
		"_CloudTrail":                   "",
	} {
		if got := deliveryTime(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
