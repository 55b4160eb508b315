package memory_test

import (
	"testing"

	"trailnotify/window"
	"trailnotify/window/memory"
	"trailnotify/window/windowtest"
)

func TestTable(t *testing.T) {
	windowtest.Suite(t, func(*testing.T) window.Table { return memory.NewTable() })
}
