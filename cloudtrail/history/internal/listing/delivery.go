package listing

import (
	"strings"

	"trailnotify/cloudtrail/history/internal/sniff"
)

// deliveryTime finds the time in a name as CloudTrail gives its files,
// 111122223333_CloudTrail_us-east-1_20230710T1145Z_7xgocspSowgK0Gto.json.gz, and "" in others.
func deliveryTime(name string) string {
	const form = "00000000T0000"
	_, rest, found := strings.Cut(name, "_CloudTrail")
	for ; found && len(rest) >= len(form); rest = rest[1:] {
		if sniff.HasForm(rest, form) {
			return rest[:len(form)]
		}
	}
	return ""
}
