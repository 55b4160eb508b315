//go:build !race

package cloudtrail

import "testing"

func oneGoroutine(*testing.T) {}
