package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/goccy/go-yaml"
)

// maxAccountName is how long the name of an account may be, as in
// Organizations.
const maxAccountName = 50

// readAccounts reads the file that gives accounts names: a mapping of account
// IDs to texts. Without a file there are none. Everything wrong is reported at
// once.
func readAccounts(file string) (map[string]string, error) {
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
	var ids []string
	for id := range accounts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var faults []error
	for _, id := range ids {
		name := accounts[id]
		if !account.fits(id) {
			faults = append(faults, fmt.Errorf("ACCOUNTS_FILE: %s: found %q, want an account ID of 12 digits in quotes", file, id))
		}
		if name == "" || len(name) > maxAccountName {
			faults = append(faults, fmt.Errorf("ACCOUNTS_FILE: %s: name of %s: want 1 to %d bytes", file, id, maxAccountName))
		}
	}
	return accounts, errors.Join(faults...)
}
