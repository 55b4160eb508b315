//go:build unix

package cli_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trailnotify/cmd/trailnotify/internal/cli"
)

func TestInterruptible(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	text, err := io.ReadAll(cli.Interruptible(ctx, strings.NewReader("all of it")))
	if err != nil || string(text) != "all of it" {
		t.Errorf("read %q, error %v", text, err)
	}
	silent, nobody := io.Pipe()
	defer nobody.Close()
	in := cli.Interruptible(ctx, silent)
	cancel()
	if _, err := in.Read(make([]byte, 1)); !errors.Is(err, cli.ErrInterrupted) {
		t.Errorf("error %v, want that of Ctrl-C", err)
	}
}

// A pipe that nobody opens for writing can't be opened for reading either.
func TestInterruptibleFile_NeverOpened(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	in := cli.InterruptibleFile(ctx, pipe)
	cancel()
	if _, err := in.Read(make([]byte, 1)); !errors.Is(err, cli.ErrInterrupted) {
		t.Errorf("error %v, want that of Ctrl-C", err)
	}
	if _, err := cli.InterruptibleFile(context.Background(), pipe+".missing").Read(nil); err == nil {
		t.Error("a file that does not exist can be read")
	}
}
