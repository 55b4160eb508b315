package facts

import (
	"strings"

	"trailnotify/rules/title"
)

// A Phrase says a call in one line, without who made it.
type Phrase struct {
	Base     title.Template // attach {policy} to role {role}
	Past     title.Template // attached {policy} to role {role}
	Japanese title.Template // ロール {role} に {policy} をアタッチ
}

// unknown is the phrase of a call without a row.
var unknown = row{say: "call|called {call}[ on {resource}]", japanese: "[{resource} に対して ]{call} を呼び出し"}

// Say returns the phrase of a call. Besides the fields of facts it may have
// {call} and {resource}.
func Say(call string) Phrase {
	row, ok := rowOf(call)
	if !ok {
		row = unknown
	}
	base, past, _ := strings.Cut(row.say, "|")
	end := strings.IndexAny(past+" ", " [")
	return Phrase{title.Template(base + past[end:]), title.Template(past), title.Template(row.japanese)}
}

// What a title has in place of a value is in words of the program.
const (
	mfa        = "MFA"
	fullAccess = "full access" // for *
	allPorts   = "all ports"   // of a rule for every protocol
)

// Words returns the values that are words of the program.
func Words() []string { return []string{mfa, fullAccess, allPorts} }

// Short is a value of a fact as a title has it: the name in place of an ARN,
// with its account where the ARN is that of somebody who is let in.
func Short(name, value string) string {
	if name == "grants" && value == "*" {
		return fullAccess
	}
	all := strings.Split(value, ", ")
	for i, v := range all {
		parts := strings.SplitN(v, ":", 6)
		switch {
		case len(parts) < 6 || parts[0] != "arn":
		case name == "trusts" || name == "principal":
			all[i] = parts[4] + ":" + parts[5]
		default:
			all[i] = parts[5][strings.LastIndexAny(parts[5], "/:")+1:]
		}
	}
	return strings.Join(all, ", ")
}
