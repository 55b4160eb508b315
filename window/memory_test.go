package window_test

import (
	"testing"

	"trailnotify/window"
	"trailnotify/window/windowtest"
)

func TestMemory(t *testing.T) {
	windowtest.Suite(t, func(*testing.T) window.Table { return window.NewMemory() })
}
