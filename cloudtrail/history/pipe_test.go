//go:build unix

package history

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// newPipe makes a named pipe.
func newPipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Opening a pipe waits for somebody who writes to it, but not longer than the
// reading is wanted.
func TestOpenFile_EndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if f, err := openFile(ctx, newPipe(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("opened %v, error %v", f, err)
	}
}

// Nor does reading wait any longer for somebody who has nothing to say.
func TestOpenFile_ReadingEndsWithTheContext(t *testing.T) {
	path := newPipe(t)
	silent, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ctx, cancel := context.WithCancel(context.Background())
	f, err := openFile(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cancel()
	if n, err := f.Read(make([]byte, 1)); err == nil {
		t.Errorf("read %d bytes that nobody wrote", n)
	}
}
