package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts under testdata/script run the command as people do. With
// -testscript.update they take what it prints for what it should. Besides the
// command itself they can run "exits" and "terminal".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"trailnotify": main, "exits": exitsMain, "terminal": terminalMain})
}

func TestScripts(t *testing.T) {
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPO", root+"/../..")
			// A program with the race detector sleeps for a second at its
			// end otherwise: minutes for all scripts together.
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			return nil
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// exitsMain is the program "exits CODE COMMAND ARG...": it runs the command and
// fails unless that exits with the code.
func exitsMain() {
	want, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if got := exitCode(cmd.Run()); got != want {
		fmt.Fprintf(os.Stderr, "exit code %d, want %d\n", got, want)
		os.Exit(1)
	}
}

// terminalMain is the program "terminal COLUMNS COMMAND ARG...": it runs the
// command with a terminal of so many columns as its standard output, copies
// what arrives there, and exits as the command does.
func terminalMain() {
	columns, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	screen, tty, err := pty.Open()
	if err != nil {
		panic(err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: uint16(columns)}); err != nil {
		panic(err)
	}
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, tty, os.Stderr
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	tty.Close()
	// Reading ends with an error once the command has closed its end.
	output, err := io.ReadAll(screen)
	if err != nil && !errors.Is(err, syscall.EIO) {
		panic(err)
	}
	os.Stdout.Write(bytes.ReplaceAll(output, []byte("\r\n"), []byte("\n")))
	os.Exit(exitCode(cmd.Wait()))
}

// exitCode is that of a command as shells have it.
func exitCode(err error) int {
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &failed):
		panic(err)
	}
	if status, ok := failed.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return failed.ExitCode()
}
