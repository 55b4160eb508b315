package rules

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"trailnotify/internal/fault"
)

//go:embed security-hub/*.yaml default/*.yaml
var builtin embed.FS

// names are the built-in sets, the one to use without a reason first.
var names = []string{"default", "security-hub"}

// Names returns the names of the built-in sets.
func Names() []string { return append([]string(nil), names...) }

// Builtin returns a built-in set:
//
//   - default: the Security Hub rules with exceptions for their known noise,
//     counts per actor, half an hour of quiet, and two rules more;
//   - security-hub: the patterns of the Security Hub controls CloudWatch.1 to
//     .14 and of the CIS control for Organizations, word for word, with the
//     thresholds that the controls ask for.
func Builtin(name string) (*Set, error) {
	for _, known := range names {
		if name != known {
			continue
		}
		dir, err := fs.Sub(builtin, name)
		if err != nil {
			return nil, fmt.Errorf("opening the rule set %s: %w", name, err)
		}
		set, err := load(dir, name, withoutExamples)
		if err != nil {
			return nil, err
		}
		set.markBuiltin()
		return set, nil
	}
	return nil, &fault.Fault{Subject: "rule set", Problem: "found " + fault.Quote(name) + ", expected " + fault.OneOf(names), Nearest: fault.Nearest(name, names)}
}

// markBuiltin marks rules whose files nobody has.
func (s *Set) markBuiltin() {
	for _, r := range s.rules {
		r.builtin = true
		for i := range r.Except {
			r.Except[i].File, r.Except[i].Line = "", 0
		}
	}
}

// withoutExamples cuts off the records that end a rule file. They are most of
// its text, the tests have run the built-in rules on them, and a start of
// the function need not pay for reading them again.
func withoutExamples(text []byte) []byte {
	for _, key := range []string{"\nmatch:\n", "\nno_match:\n"} {
		if i := bytes.Index(text, []byte(key)); i >= 0 {
			text = text[:i+1]
		}
	}
	return text
}

// builtinSettings returns the settings of a built-in set, which are the names
// of its files.
func builtinSettings(set string) []string {
	entries, err := builtin.ReadDir(set)
	if err != nil {
		return nil
	}
	settings := make([]string, len(entries))
	for i, entry := range entries {
		settings[i] = strings.TrimSuffix(entry.Name(), path.Ext(entry.Name()))
	}
	return settings
}

// None is the name of no built-in set: [Open] then reads a directory by itself.
const None = "none"

// Open returns the rules that a deployment runs with before [Set.Override]: the
// built-in set of a name, and with it the rule files of a directory, see
// [Set.Extend]. With None for the set it is the directory by itself, with ""
// for the directory the built-in set by itself. The error is [fault.Faults]:
// everything that is wrong with both.
func Open(set, dir string) (*Set, error) {
	switch {
	case set == None && dir == "":
		problem := "found " + fault.Quote(None) + " and no directory of rule files (RULES_DIR, --rules), which leaves no rule; give one, or choose " + fault.OneOf(names)
		return nil, fault.Faults{{Subject: "rule set", Problem: problem}}
	case set == None:
		return Load(os.DirFS(dir), dir)
	}
	builtin, err := Builtin(set)
	faults := fault.FaultsOf(err)
	if dir == "" {
		return builtin, faults.AsError()
	}
	own, err := Load(os.DirFS(dir), dir)
	faults = append(faults, fault.FaultsOf(err)...)
	if err := faults.AsError(); err != nil {
		return nil, err
	}
	return builtin.Extend(own)
}
