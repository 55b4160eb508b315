package alert

import (
	"regexp"
	"slices"
	"strings"

	"trailnotify/alert/words"

	"trailnotify/alert/facts"
	"trailnotify/alert/summary"
	"trailnotify/rules"
	"trailnotify/rules/group"
)

// weigh sets the severity: that of the rule, at least high where a grave call
// succeeded, at most medium where every match is known and succeeded in
// restoring what protects, and one more for the root user or a tool for
// attacks. The severity of a rule that asks for the root user counts that
// already. Only the names of calls lower it, which AWS writes; a caller can't
// choose one that does harm and lowers it.
func (a *Alert) weigh(r *rules.Rule) {
	severity := r.Severity
	if severity < rules.High && slices.ContainsFunc(a.Actions, Action.harmful) {
		severity = rules.High
		a.SeverityReasons = append(a.SeverityReasons, words.BecauseGrave)
	}
	if severity > rules.Medium && a.restores() {
		severity = rules.Medium
		a.SeverityReasons = append(a.SeverityReasons, words.BecauseMild)
	}
	raised := severity
	if slices.ContainsFunc(a.Actors, isRoot) && !aboutRoot.MatchString(r.Source) {
		raised = min(severity+1, rules.Critical)
		a.SeverityReasons = append(a.SeverityReasons, words.BecauseRoot)
	}
	if slices.ContainsFunc(a.Clients, func(c Counted) bool { return summary.IsAttackTool(c.Name) }) {
		raised = min(severity+1, rules.Critical)
		a.SeverityReasons = append(a.SeverityReasons, words.BecauseAttack)
	}
	a.Severity, a.RuleSeverity = raised.String(), r.Severity.String()
}

// aboutRoot finds a pattern that asks for the root user.
var aboutRoot = regexp.MustCompile(`\$\.userIdentity\.type\s*=\s*"?Root\b`)

// harmful reports whether the call is grave and succeeded.
func (c Action) harmful() bool { return c.Outcome == group.Succeeded && c.gravity() == facts.Grave }

// restores reports whether every match is known to restore what protects.
func (a *Alert) restores() bool {
	if a.Sample < a.Count || a.AtLeast || a.Storm != nil || a.Closing != nil || len(a.Actions) == 0 {
		return false
	}
	known := 0
	for _, c := range a.Actions {
		if c.Outcome != group.Succeeded || c.gravity() != facts.Mild {
			return false
		}
		known += c.Count
	}
	return known == a.Sample
}

// isRoot reports whether an actor is the root user of an account.
func isRoot(actor string) bool {
	return strings.HasPrefix(actor, "arn:") && Principal(actor) == "root"
}
