package windowtest

import (
	"testing"

	"trailnotify/window"
)

// Suite tests tables made by newTable, each of them new and empty, or at least
// without anything stored by an earlier one: alone, then under a Counter.
func Suite(t *testing.T, newTable func(*testing.T) window.Table) {
	t.Run("table", func(t *testing.T) { tableSuite(t, newTable) })
	t.Run("counter", func(t *testing.T) { counterSuite(t, newTable) })
}
