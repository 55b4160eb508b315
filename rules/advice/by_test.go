package advice

import (
	"strings"
	"testing"
)

// A part that the caller chooses is warned of where it lets one caller stay
// below the threshold.
func TestRule_WarnsOfGroupsThatTheCallerChooses(t *testing.T) {
	for _, c := range []struct {
		threshold, by string
		want          bool
	}{
		{"10", "$.userIdentity.arn", true},
		{"10", "[$.userIdentity.principalId, outcome]", true},
		{"10", "[actor, $.userAgent]", true},
		{"10", "[[$.userIdentity.arn, $.userIdentity.accountId]]", true},
		{"1", "$.userIdentity.arn", false},
		{"10", "[[$.userIdentity.sessionContext.sessionIssuer.arn, $.userIdentity.arn]]", false},
		{"10", "[actor, network, $.requestParameters.bucketName]", false},
	} {
		set := load(t, "name: A\npattern: '{ $.eventName = \"DeleteTrail\" }'\nthreshold: "+c.threshold+"\nby: "+c.by+"\n")
		warned := false
		for _, w := range Set(set) {
			if w.Kind != ChosenByCaller || w.Part != "by" || w.Row != 4 || !strings.HasSuffix(w.Message, ": count by actor") {
				t.Errorf("by: %s: %+v", c.by, w)
			}
			warned = true
		}
		if warned != c.want {
			t.Errorf("threshold %s, by: %s: warned %v, want %v", c.threshold, c.by, warned, c.want)
		}
	}
}
