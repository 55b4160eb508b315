//go:build unix

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"trailnotify/cmd/trailnotify/internal/cli"
)

// started is the command, running in a process of its own.
type started struct {
	*exec.Cmd
	stdin          io.WriteCloser
	stdout, stderr bytes.Buffer
	ended          chan error
}

// start starts the command with its standard input open.
func start(t *testing.T, args ...string) *started {
	t.Helper()
	return startWith(t, nil, args...)
}

// startWith starts the command with a file as its standard output.
func startWith(t *testing.T, stdout *os.File, args ...string) *started {
	t.Helper()
	program, err := exec.LookPath("trailnotify") // the test binary, which TestMain puts on the PATH
	if err != nil {
		t.Fatal(err)
	}
	s := &started{Cmd: exec.Command(program, args...), ended: make(chan error, 1)}
	s.Stdout, s.Stderr = &s.stdout, &s.stderr
	if stdout != nil {
		s.Stdout = stdout
	}
	s.Env = append(os.Environ(), "RULE_SET=security-hub")
	if s.stdin, err = s.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.Wait() }()
	t.Cleanup(func() {
		_ = s.Process.Kill() // it has ended, unless the test failed
		s.stdin.Close()
	})
	return s
}

// write writes so much that the pipe can't hold it: when it returns, the
// command is reading, and has read all but what the pipe holds.
func (s *started) write(t *testing.T, first string) {
	t.Helper()
	filler := `{"eventID":"%08d-0000","eventTime":"2026-03-02T09:58:00Z","eventSource":"iam.amazonaws.com","eventName":"GetUser"}` + "\n"
	if _, err := io.WriteString(s.stdin, first+"\n"); err != nil {
		t.Fatal(err)
	}
	for i := range 20_000 {
		if _, err := fmt.Fprintf(s.stdin, filler, i); err != nil {
			t.Fatal(err)
		}
	}
}

const stopped = `{"eventID":"00000000-0001","eventTime":"2026-03-02T09:57:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging"}`

// Ctrl-C ends a command that waits for more: it prints what it has and exits
// with 130.
func TestInterrupt_PrintsWhatThereIs(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"replay":  {[]string{"replay", "-"}, []string{"CloudTrailChanges", "interrupted after", "1 alert"}},
		"match":   {[]string{"match", "--count", "--rule", "CloudTrailChanges", "-"}, []string{"1\n"}},
		"preview": {[]string{"preview", "-"}, []string{"CloudTrailChanges"}},
		"convert": {[]string{"convert", "-"}, []string{"StopLogging"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, test.args...)
			s.write(t, stopped)
			s.interrupted(t)
			for _, want := range test.want {
				if !strings.Contains(s.stdout.String(), want) {
					t.Errorf("no %q in what was printed: %.2000s", want, s.stdout.String())
				}
			}
		})
	}
}

// Ctrl-C ends a command that waits for a pipe on which nothing arrives.
func TestInterrupt_WhileNothingArrives(t *testing.T) {
	for name, args := range map[string][]string{
		"replay":         {"replay"},
		"preview":        {"preview"},
		"convert":        {"convert"},
		"match":          {"match", "--rule", "CloudTrailChanges"},
		"match --lines":  {"match", "--lines", "--pattern", "x"},
		"explain":        {"explain", "CloudTrailChanges"},
		"check --sample": {"check", "--pattern", "{ $.a != b }", "--sample"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pipe := filepath.Join(t.TempDir(), "pipe")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			s := start(t, append(args, pipe)...)
			// Opening the pipe returns when the command opens it as well. It
			// stays open, so reading never ends by itself.
			w, err := os.OpenFile(pipe, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			s.interrupted(t)
		})
	}
}

// A pattern that does not end is no pattern.
func TestInterrupt_WhileAPatternArrives(t *testing.T) {
	s := start(t, "check", "-")
	if _, err := io.WriteString(s.stdin, strings.Repeat("term ", 40_000)); err != nil { // more than the pipe holds
		t.Fatal(err)
	}
	s.interrupted(t)
	if s.stdout.Len() > 0 {
		t.Errorf("printed %q", s.stdout.String())
	}
}

// interrupted sends Ctrl-C and checks how the command ends.
func (s *started) interrupted(t *testing.T) {
	t.Helper()
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(<-s.ended); code != cli.ExitInterrupted {
		t.Errorf("exit code %d, want %d", code, cli.ExitInterrupted)
	}
	if !strings.HasSuffix(s.stderr.String(), "trailnotify: interrupted\n") {
		t.Errorf("said %q", s.stderr.String())
	}
}

// A command that can't come to its end after the first Ctrl-C, here because
// nobody takes its output, ends with the second one. SIGTERM ends it at once.
func TestInterrupt_SecondTimeEndsAtOnce(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"Ctrl-C": syscall.SIGINT, "SIGTERM": syscall.SIGTERM} {
		t.Run(name, func(t *testing.T) {
			out, in, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer out.Close()
			defer in.Close()
			s := startWith(t, in, "convert", "../../testdata/sample")
			// It writes, and far more than the pipe holds.
			if _, err := out.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			// Two signals at one moment may arrive as one, so there are as many
			// as it takes.
			for again := time.NewTicker(20 * time.Millisecond); ; {
				select {
				case err := <-s.ended:
					if code := exitCode(err); code != 128+int(signal) {
						t.Errorf("exit code %d, want that of the signal %v", code, signal)
					}
					return
				case <-again.C:
					_ = s.Process.Signal(signal) // it may have ended
				}
			}
		})
	}
}

// Match prints what matched while its input is still open.
func TestMatch_PrintsWhileReading(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	s := startWith(t, write, "match", "--rule", "CloudTrailChanges", "-")
	write.Close()
	if _, err := io.WriteString(s.stdin, stopped+"\n"); err != nil {
		t.Fatal(err)
	}
	_ = read.SetReadDeadline(time.Now().Add(2 * time.Minute)) // so that a failure ends
	line, err := bufio.NewReader(read).ReadString('\n')       // the input is open until the test ends
	if err != nil || !strings.Contains(line, "StopLogging") {
		t.Errorf("printed %q, %v", line, err)
	}
}
