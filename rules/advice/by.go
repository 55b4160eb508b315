package advice

import (
	"trailnotify/pattern/lint"
	"trailnotify/rules/group"
)

// chosenParts are selectors that look as if they told callers apart, and who
// chooses what is in them.
var chosenParts = map[string]string{
	"$.userIdentity.arn":                           "whoever takes a role on chooses the session's name at the end of $.userIdentity.arn",
	"$.userIdentity.principalId":                   "whoever takes a role on chooses the session's name at the end of $.userIdentity.principalId",
	"$.userIdentity.sessionContext.sourceIdentity": "whoever takes a role on chooses its source identity",
	"$.userAgent":                                  "the caller chooses its user agent",
}

// spread warns of a part by which one caller can be as many groups as it likes,
// each of them below the threshold. At threshold 1 every group alerts.
func (a *adviser) spread(p group.Part) {
	selectors := p.Selectors()
	if a.rule.Threshold == 1 || len(selectors) == 0 {
		return
	}
	first := selectors[0].String()
	chosen, ok := chosenParts[first]
	if !ok {
		return
	}
	message := chosen + ", and can stay below the threshold in many groups: count by actor"
	a.add("by", first, []lint.Warning{{Kind: ChosenByCaller, Line: 1, Column: 1, Source: first, Message: message}})
}
