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

var id = regexp.MustCompile(`^[0-9]{12}$`)

// CheckID reports what is not the ID of an account.
func CheckID(account string) error {
	if !id.MatchString(account) {
		return fmt.Errorf("found %q, want an account ID of 12 digits", account)
	}
	return nil
}

// Read reads the file that ACCOUNTS_FILE names: a YAML mapping of account IDs
// to names. An empty file name means no names. The error lists everything that
// is wrong.
func Read(file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("ACCOUNTS_FILE: %w", err)
	}
	var accounts map[string]string
	if err := yaml.Unmarshal(text, &accounts); err != nil {
		return nil, fmt.Errorf("ACCOUNTS_FILE: %s: %w", file, err)
	}
	var faults []error
	for _, account := range slices.Sorted(maps.Keys(accounts)) {
		name := accounts[account]
		if err := CheckID(account); err != nil {
			faults = append(faults, fmt.Errorf("ACCOUNTS_FILE: %s: %w in quotes", file, err))
		}
		if name == "" || len(name) > maxName {
			faults = append(faults, fmt.Errorf("ACCOUNTS_FILE: %s: name of %s: want 1 to %d bytes", file, account, maxName))
		}
	}
	return accounts, errors.Join(faults...)
}
