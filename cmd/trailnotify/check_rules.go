package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"trailnotify/pattern/lint"
	"trailnotify/rules"
)

func isRuleFile(path string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(path)))
}

// proofSet is the built-in set on which exceptions are proved whose rule is not
// among the files.
const proofSet = "default"

// examineRules reads a rule file, an exceptions file or a directory of them, and
// proves each rule by the records of its files.
func examineRules(path string) []*finding {
	own, err := loadRules(path)
	if err != nil {
		return []*finding{{Subject: path, Errors: each(err)}}
	}
	base, set := own, own
	if len(own.Missing()) > 0 {
		if base, set, err = besideProofSet(own); err != nil {
			return []*finding{{Subject: path, Errors: append(each(err), onlyFile(path)...)}}
		}
	}
	home, err := set.Override(nil, []string{"us-east-1"}) // any region fills the placeholder
	if err != nil {
		return []*finding{{Subject: path, Errors: each(err)}}
	}
	var findings []*finding
	for _, rule := range home.Rules() {
		if _, ours := own.Lookup(rule.Name); ours {
			findings = append(findings, examineRule(rule)...)
			continue
		}
		if before, ok := base.Lookup(rule.Name); ok && slices.Contains(own.Missing(), rule.Name) {
			findings = append(findings, examineAdded(rule, len(before.Except))...)
		}
	}
	return findings
}

// besideProofSet puts files that extend other rules beside the built-in ones.
func besideProofSet(own *rules.Set) (base, both *rules.Set, err error) {
	if base, err = rules.Builtin(proofSet); err != nil {
		return nil, nil, err
	}
	both, err = base.Extend(own)
	return base, both, err
}

// onlyFile says of a file, where a rule was looked for in vain, that those
// beside it were not read.
func onlyFile(path string) []string {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return nil
	}
	return []string{"only this file was read: for exceptions to a rule of your own, check the directory of both"}
}

// examineRule looks at a rule of the files and all of its exceptions.
func examineRule(rule *rules.Rule) []*finding {
	f := &finding{Subject: rule.Name, Pattern: rule.Source}
	f.prove(rule)
	f.compare(rule)
	if rule.Pattern != nil {
		f.warn(rule.Pattern)
	}
	return append([]*finding{f}, examineExceptions(f.Subject, rule.Except)...)
}

// weakerKind is the kind of a warning about a rule that alerts on less than the
// built-in rule that it replaces.
const weakerKind lint.Kind = "weaker"

// compare holds a rule against the built-in rule of the same name, if there is
// one, as it would replace that.
func (f *finding) compare(rule *rules.Rule) {
	set, err := rules.Builtin(proofSet)
	if err != nil {
		f.Errors = append(f.Errors, each(err)...)
		return
	}
	builtin, ok := set.Lookup(rule.Name)
	if !ok {
		return
	}
	ways, err := rule.WeakerThan(builtin)
	if err != nil {
		f.Errors = append(f.Errors, each(err)...)
	}
	for _, way := range ways {
		message := "weaker than the rule of the rule set " + proofSet + " that it replaces: " + way
		f.Warnings = append(f.Warnings, warning{Warning: lint.Warning{Kind: weakerKind, Message: message}})
	}
}

// examineAdded looks at the exceptions that the files add to a built-in rule,
// which are those behind its own.
func examineAdded(rule *rules.Rule, own int) []*finding {
	f := &finding{Subject: rule.Name + " of the rule set " + proofSet, Pattern: rule.Source}
	f.prove(rule)
	return append([]*finding{f}, examineExceptions(f.Subject, rule.Except[own:])...)
}

func examineExceptions(subject string, exceptions []rules.Exception) []*finding {
	findings := make([]*finding, len(exceptions))
	for i, e := range exceptions {
		findings[i] = &finding{Subject: subject + ", except " + e.Name, Pattern: e.Pattern.String()}
		findings[i].warn(e.Pattern)
	}
	return findings
}

// prove holds the rule against its records.
func (f *finding) prove(rule *rules.Rule) {
	if err := rule.Prove(); err != nil {
		f.Errors = each(err)
	}
}

// loadRules loads a directory, or one file as a directory that holds only it.
func loadRules(path string) (*rules.Set, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return rules.Load(os.DirFS(path), path)
	}
	dir, file := filepath.Split(filepath.Clean(path))
	if dir == "" {
		dir = "."
	}
	return rules.Load(oneFile{os.DirFS(dir), file}, filepath.Clean(dir))
}

// oneFile is a directory of which only one file shows.
type oneFile struct {
	fs.FS
	name string
}

// ReadDir implements [fs.ReadDirFS].
func (o oneFile) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, dir)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() != o.name }), err
}

// each takes faults apart.
func each(err error) []string {
	var faults rules.Faults
	if !errors.As(err, &faults) {
		return []string{err.Error()}
	}
	texts := make([]string, len(faults))
	for i, f := range faults {
		texts[i] = f.Error()
	}
	return texts
}
