package rules

import (
	"os"

	"trailnotify/internal/fault"
)

// None is the name of no built-in set: [Open] then reads a directory by itself.
const None = "none"

// Open returns the rules that a deployment runs with before [Set.Override]: the
// built-in set of a name, and with it the rule files of a directory, see
// [Set.Extend]. With None for the set it is the directory by itself, with "" for
// the directory the built-in set by itself. The error is [Faults]: everything
// that is wrong with both.
func Open(set, dir string) (*Set, error) {
	switch {
	case set == None && dir == "":
		problem := "found " + fault.Quote(None) + " and no directory of rule files (RULES_DIR, --rules), which leaves no rule; give one, or choose " + fault.OneOf(names)
		return nil, Faults{{Subject: "rule set", Problem: problem}}
	case set == None:
		return Load(os.DirFS(dir), dir)
	}
	builtin, err := Builtin(set)
	faults := faultsOf(err)
	if dir == "" {
		return builtin, faults.asError()
	}
	own, err := Load(os.DirFS(dir), dir)
	faults = append(faults, faultsOf(err)...)
	if err := faults.asError(); err != nil {
		return nil, err
	}
	return builtin.Extend(own)
}
