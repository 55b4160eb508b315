// Package form says what a rule file may hold: the shapes and limits of its
// values. The decoder of package rules checks them, and [Schema] writes them
// down for editors.
package form

import "regexp"

// Extends is the key that makes a file an exceptions file.
const Extends = "extends"

// The limits of a rule. Those of threshold and storm come from what a window
// of the table can hold.
const (
	MaxThreshold   = 5000
	MaxStorm       = 1000
	MaxName        = 64
	MaxDescription = 500
	MaxReason      = 500
	MaxReference   = 75  // a keyword of a chat message
	MaxList        = 32  // entries of a list
	MaxRunbook     = 300 // of a line, or of the address
	MaxTitle       = 150
	MaxUntil       = 40

	MaxRunbookLines = 5
)

// The shapes of texts.
var (
	Name    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	Setting = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	Address = regexp.MustCompile(`^https?://[!-~]+$`)
	Until   = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?$`)
)

// Severities are the names of severities, the least urgent first.
var Severities = []string{"info", "low", "medium", "high", "critical"}

// Modes are the values of mode, the one to use without a reason first.
var Modes = []string{"live", "dry-run"}

// Closings are the values of closing, the one to use without a reason first.
var Closings = []string{"surplus", "always", "off"}
