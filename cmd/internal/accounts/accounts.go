// Package accounts reads the file that gives AWS accounts names. The function
// and the command line read it alike.
package accounts

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"
)

// maxName is how long the name of an account may be, as in Organizations.
const maxName = 50

// maxFile is how long the file may be: room for some ten thousand accounts.
const maxFile = 1 << 20

var id = regexp.MustCompile(`^[0-9]{12}$`)

// CheckID reports what is not the ID of an account.
func CheckID(account string) error {
	if !id.MatchString(account) {
		return fmt.Errorf("found %q, want an account ID of 12 digits", account)
	}
	return nil
}

// Load reads the file that ACCOUNTS_FILE names: a YAML mapping of account IDs
// to names. An empty file name means no names. The error says everything that
// is wrong.
func Load(file string) (names map[string]string, err error) {
	if file == "" {
		return nil, nil
	}
	text, err := read(file)
	if err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(text, &names); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return names, errors.Join(check(file, names)...)
}

// check returns what is wrong with the entries of a file.
func check(file string, names map[string]string) (faults []error) {
	for _, account := range slices.Sorted(maps.Keys(names)) {
		if err := CheckID(account); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w in quotes", file, err))
		}
		if name := names[account]; name == "" || len(name) > maxName {
			faults = append(faults, fmt.Errorf("%s: name of %s: want 1 to %d bytes", file, account, maxName))
		}
	}
	return faults
}

// read reads a file whole. A device or a pipe has no end that could be waited
// for.
func read(file string) ([]byte, error) {
	switch info, err := os.Stat(file); {
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", file)
	case err == nil && info.Size() > maxFile:
		return nil, fmt.Errorf("%s is longer than %d MiB", file, maxFile>>20)
	}
	return os.ReadFile(file)
}
