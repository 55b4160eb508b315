//go:build race

package cloudtrail

import "testing"

// oneGoroutine skips a test of many steps in one goroutine: there is nothing
// for the race detector to find, and under it the test takes ten times as long.
func oneGoroutine(t *testing.T) {
	t.Helper()
	t.Skip("one goroutine, many steps: not under the race detector")
}
