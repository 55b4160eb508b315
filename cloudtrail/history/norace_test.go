//go:build !race

package history

import "testing"

func oneGoroutine(*testing.T) {}
