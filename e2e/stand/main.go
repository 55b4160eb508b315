package stand

import (
	"fmt"
	"os"
	"runtime"
	"testing"
)

// Main runs the tests of a package and returns its exit code. A package that starts services calls it from TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(stand.Main(m)) }
func Main(m *testing.M) int {
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "end-to-end tests need Linux: the Lambda runtime interface emulator is a Linux binary")
		return 1
	}
	if dir := os.Getenv(reaperVariable); dir != "" {
		reap(os.Stdin)
		_ = os.RemoveAll(dir)
		return 0
	}
	if err := makeScratch(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := startReaper(); err != nil {
		fmt.Fprintln(os.Stderr, "starting the reaper:", err)
		return 1
	}
	defer stopReaper()
	return m.Run()
}

// scratch is a directory for what outlives a single test: built functions and the output of services. The directories
// for temporary files that tests ask for are in it too, so that the reaper, who removes it, removes all.
var scratch string

func makeScratch() (err error) {
	if scratch, err = os.MkdirTemp("", "trailnotify-e2e-"); err != nil {
		return err
	}
	return os.Setenv("TMPDIR", scratch)
}
