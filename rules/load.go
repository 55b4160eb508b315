package rules

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/yamlfile"
)

// endings are those of the names of rule files.
var endings = []string{".yaml", ".yml", ".json"}

// IsRuleFile reports whether the name of a file is that of a rule file or
// exceptions file: it ends in .yaml, .yml or .json, in capitals or not.
func IsRuleFile(name string) bool {
	return slices.Contains(endings, strings.ToLower(path.Ext(name)))
}

// maxFiles is the most rule files in a directory.
const maxFiles = 2000

// Load reads every rule file and exceptions file of a directory and those below
// it; name precedes the file names in messages. Files whose name begins
// with a dot, and those with another ending than .yaml, .yml and .json, are
// passed over. The error is [fault.Faults]: everything that is wrong in all
// files at once.
//
// Exceptions for a rule of the directory are added to it, file by file in the
// order of their names. Those for other rules wait for [Set.Extend], see
// [Set.Missing].
//
// Rules that need home regions are off until [Set.Override] brings these.
func Load(fsys fs.FS, name string) (*Set, error) {
	return load(fsys, name, func(text []byte) []byte { return text })
}

// load reads the part of each file that cut leaves.
func load(fsys fs.FS, name string, cut func([]byte) []byte) (*Set, error) {
	files, faults := ruleFiles(fsys, name)
	var rules []*Rule
	var exceptions []*exceptionsFile
	for _, file := range files {
		full := path.Join(name, file)
		text, err := ReadFile(fsys, file)
		if err != nil {
			faults = append(faults, &fault.Fault{File: full, Problem: "reading: " + fault.Cause(err)})
			continue
		}
		f := yamlfile.New(full, cut(text))
		r, x := decode(f)
		switch {
		case r != nil:
			r.source = text
			rules = append(rules, r)
		case x != nil:
			x.source = text
			exceptions = append(exceptions, x)
		}
		faults = append(faults, f.Faults...)
	}
	faults = append(faults, repeated(rules)...)
	pending, wrong := applyExceptions(rules, exceptions)
	faults = append(faults, wrong...)
	if err := faults.AsError(); err != nil {
		return nil, err
	}
	notes, _ := settleHome(rules, nil, "")
	set := newSet(name, rules)
	set.notes, set.pending = notes, pending
	return set, nil
}

// ruleFiles lists the rule files of a directory, in order.
func ruleFiles(fsys fs.FS, name string) (files []string, faults fault.Faults) {
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		hidden := file != "." && strings.HasPrefix(path.Base(file), ".")
		switch {
		case err != nil:
			faults = append(faults, &fault.Fault{File: path.Join(name, file), Problem: "reading: " + fault.Cause(err)})
			if entry == nil || entry.IsDir() {
				return fs.SkipDir
			}
		case hidden && entry.IsDir():
			return fs.SkipDir
		case !hidden && !entry.IsDir() && IsRuleFile(file):
			files = append(files, file)
		}
		return nil
	})
	switch {
	case err != nil:
		faults = append(faults, &fault.Fault{File: name, Problem: "reading: " + fault.Cause(err)})
	case len(files) == 0 && len(faults) == 0:
		faults = append(faults, &fault.Fault{File: name, Problem: "found no rule file, expected " + fault.OneOf(endings)})
	case len(files) > maxFiles:
		faults = append(faults, &fault.Fault{File: name, Problem: fmt.Sprintf("found %d rule files, expected at most %d", len(files), maxFiles)})
		files = nil
	}
	return files, faults
}

// MaxFileSize is the most bytes of a rule file.
const MaxFileSize = yamlfile.MaxSize

// ReadFile reads a file as Load does: it refuses what is not a regular file,
// because a named pipe would keep its reader waiting and a device may never
// end, and reads no more of it than shows that it is longer than MaxFileSize.
func ReadFile(fsys fs.FS, file string) ([]byte, error) {
	info, err := fs.Stat(fsys, file)
	if err == nil {
		err = regular(info.Mode())
	}
	if err != nil {
		return nil, err
	}
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxFileSize+1))
}

// regular reports what is not a regular file.
func regular(mode fs.FileMode) error {
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return errors.New("is a directory, expected a regular file")
	case mode&fs.ModeNamedPipe != 0:
		return errors.New("is a named pipe, expected a regular file")
	case mode&fs.ModeDevice != 0:
		return errors.New("is a device, expected a regular file")
	default:
		return errors.New("is not a regular file")
	}
}

// repeated finds names and settings that more than one rule has.
func repeated(rules []*Rule) (faults fault.Faults) {
	names, settings := map[string]*Rule{}, map[string]*Rule{}
	for _, r := range rules {
		again := func(subject, value string, seen map[string]*Rule) {
			if first, ok := seen[value]; ok {
				faults = append(faults, &fault.Fault{
					File: r.file, Place: r.place(subject), Subject: subject,
					Problem: fmt.Sprintf("found %s, which %s has as well: it must be unique", fault.Quote(value), first.file),
				})
			}
			seen[value] = r
		}
		again("name", r.Name, names)
		again("setting", r.Setting, settings)
	}
	return faults
}

// place is that of a key, or of the name that the rule has instead.
func (r *Rule) place(key string) fault.Place {
	line := 1
	for _, k := range []string{key, "name"} {
		origin := r.Origin[k]
		if i := strings.LastIndexByte(origin, ':'); i >= 0 {
			fmt.Sscanf(origin[i+1:], "%d", &line)
			break
		}
	}
	return fault.Place{Line: line, Column: 1}
}

func compareNames(a, b string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}
