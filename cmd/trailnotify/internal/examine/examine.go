// Package examine looks at patterns and rule files for the check command:
// whether they can be used, what may surprise in them, and whether their
// records prove them.
package examine

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"trailnotify/cmd/trailnotify/internal/findings"
	"trailnotify/pattern"
	"trailnotify/pattern/lint"
	"trailnotify/pattern/syntax"
	"trailnotify/rules"
)

// An Examiner looks at what check is given.
type Examiner struct {
	Base  string // name of the rule set that exceptions files extend
	Stdin io.Reader
	Now   time.Time // by which exceptions have ended
	// Note tells people what was read where that may not be what they meant.
	Note func(format string, args ...any)

	own []*rules.Set // that were loaded
}

// Argument reads one argument: the name of something that exists, "-", or a
// pattern.
func (x *Examiner) Argument(arg string) []*findings.Finding {
	if arg == "-" {
		text, err := readAll(x.Stdin)
		if err != nil {
			return unusable("stdin", err)
		}
		return x.examineText("stdin", text)
	}
	info, err := os.Stat(arg)
	switch {
	case err != nil && looksLikePath(arg):
		return unusable(arg, Cause(err))
	case err != nil:
		return []*findings.Finding{Pattern(arg, arg)}
	}
	x.sayWhatIsRead(arg, info.IsDir())
	if info.IsDir() {
		return x.examineRules(arg)
	}
	return x.examineFile(arg)
}

// examineFile reads a file with a rule or a pattern.
func (x *Examiner) examineFile(path string) []*findings.Finding {
	text, err := ReadFile(path)
	if err != nil {
		return unusable(path, err)
	}
	if kind := foreign(path, text); kind != "" || !rules.IsRuleFile(path) {
		return x.examineText(path, text)
	}
	return x.examineRules(path)
}

// sayWhatIsRead says that a word is read as the file of that name, where it
// could as well be a pattern.
func (x *Examiner) sayWhatIsRead(arg string, isDir bool) {
	if strings.ContainsAny(arg, `./\`) {
		return
	}
	what := "file"
	if isDir {
		what = "directory"
	}
	x.Note("%s is read as the %s of that name; for a pattern give --pattern %s, to be sure of the %s give ./%s", arg, what, arg, what, arg)
}

// examineText looks at the text of a file, or of standard input, that is a
// pattern or was taken for one.
func (x *Examiner) examineText(name string, text []byte) []*findings.Finding {
	if kind := foreign(name, text); kind != "" {
		return []*findings.Finding{{Subject: name, Errors: []findings.Error{{
			Place: findings.Place{File: name}, Text: kind,
		}}}}
	}
	if name == "stdin" {
		if extension := ruleText(text); extension != "" {
			return x.examineSet(name+extension, func() (*rules.Set, error) {
				return rules.Load(stdinFile{name + extension, text}, ".")
			})
		}
	}
	f := Pattern(name, strings.TrimRight(string(text), "\r\n"))
	for i := range f.Warnings {
		f.Warnings[i].At = findings.Place{File: name, Line: f.Warnings[i].Line, Column: f.Warnings[i].Column}
	}
	for i := range f.Errors {
		f.Errors[i].File = name
	}
	return []*findings.Finding{f}
}

// looksLikePath tells a file that does not exist from a pattern: it begins as
// no pattern does, or has the ending of a rule file and none of the characters
// that patterns of that length have.
func looksLikePath(arg string) bool {
	return IsPath(arg) || rules.IsRuleFile(arg) && !strings.ContainsAny(arg, "{}[]=\"% ")
}

// IsPath reports whether an argument can be nothing but a path: a pattern never
// begins with a slash, or with points and a slash.
func IsPath(arg string) bool {
	return strings.HasPrefix(arg, "/") || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../")
}

// unusable is the finding about what can't be read.
func unusable(name string, err error) []*findings.Finding {
	return []*findings.Finding{{Subject: name, Errors: []findings.Error{{Place: findings.Place{File: name}, Text: err.Error()}}}}
}

// Pattern looks at one pattern. The subject is what the findings call it.
func Pattern(subject, src string) *findings.Finding {
	f := &findings.Finding{Subject: subject, Pattern: src}
	compiled, err := pattern.Compile(src)
	if err != nil {
		f.Errors = []findings.Error{patternError(err)}
		return f
	}
	for _, w := range lint.Pattern(compiled.Syntax(), lint.Options{CloudTrail: true}) {
		f.Warnings = append(f.Warnings, findings.Warning{Warning: w})
	}
	return f
}

// patternError keeps the place in the pattern, for patterns that are files.
func patternError(err error) findings.Error {
	found := findings.Error{Text: err.Error()}
	var wrong *syntax.Error
	if errors.As(err, &wrong) {
		found.Line, found.Column = wrong.Line, wrong.Column
	}
	return found
}
