//go:build unix

package timeline

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
)

// A disk that is full is an error of Add or of Records, never a lost record.
// The limit on the size of files would hold for all tests, so it is set in a
// child.
func TestTimeline_FullDisk(t *testing.T) {
	const child = "TIMELINE_FULL_DISK"
	if os.Getenv(child) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestTimeline_FullDisk$", "-test.v")
		cmd.Env = append(os.Environ(), child+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4096, Max: 4096}); err != nil {
		t.Fatal(err)
	}
	line := New(1, t.TempDir())
	defer line.Close()
	for i, r := range history(2000) {
		if err := line.Add(r); err != nil {
			if !errors.Is(err, syscall.EFBIG) || i == 0 {
				t.Errorf("record %d: %v", i, err)
			}
			return
		}
	}
	t.Error("a full disk was not noticed")
}
