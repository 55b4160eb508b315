package stand

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// service is a running process with everything that it has started, in a session of its own.
type service struct {
	name  string
	pid   int // of its first process, which is the session's number too
	log   string
	ended chan struct{} // closed when the first process has ended
}

// startService starts a process whose output goes to a file: a child that held the output of the test binary would
// keep go test waiting for its end.
func startService(name string, cmd *exec.Cmd) (*service, error) {
	out, err := os.CreateTemp(scratch, name+"-*.log")
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	s := &service{name: name, pid: cmd.Process.Pid, log: out.Name(), ended: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // How it ended is in its log; that it ended is what callers look at.
		close(s.ended)
	}()
	if err := tellReaper(s.pid); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// stop kills the session and waits for its end.
func (s *service) stop() {
	killSession(s.pid)
	<-s.ended
}

// output is what the service has written so far.
func (s *service) output() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// waitUntil returns when ready does not fail any more. It fails when the service ends before that or takes too long.
func (s *service) waitUntil(ready func() error, timeout time.Duration) error {
	deadline := time.After(timeout)
	for {
		err := ready()
		if err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return fmt.Errorf("%s ended before it was ready and said:\n%s", s.name, s.output())
		case <-deadline:
			return fmt.Errorf("%s is not ready after %v: %w; it said:\n%s", s.name, timeout, err, s.output())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// startTimeout is how long a service may take until it answers: a second or less on an idle machine.
const startTimeout = time.Minute

// startListening starts a service that can only be told which port to use. Between finding a free port and its use
// another process may take it: then the service ends, and is started anew on another one.
func startListening(ports int, start func(addresses []string) (*service, func() error, error)) (*service, error) {
	var failures []error
	for range 3 {
		addresses, err := freeAddresses(ports)
		if err != nil {
			return nil, err
		}
		s, ready, err := start(addresses)
		if err != nil {
			return nil, err
		}
		if err = s.waitUntil(ready, startTimeout); err == nil {
			return s, nil
		}
		s.stop()
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

// freeAddresses returns n addresses on the loopback interface that nothing listens on at this moment.
func freeAddresses(n int) ([]string, error) {
	addresses := make([]string, n)
	for i := range addresses {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		addresses[i] = l.Addr().String()
	}
	return addresses, nil
}

// fetched returns the one path under the checkout's .cache/python that the pattern matches: something that make deps
// has installed there. Its Python version is part of the path.
func fetched(pattern string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	pattern = filepath.Join(root, ".cache", "python", pattern)
	found, err := filepath.Glob(pattern)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%s is there %d times instead of once: run make deps", pattern, len(found))
	}
	return found[0], nil
}

// Root returns the root of the checkout: the directory above the one that holds this module.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "e2e", "go.mod")); err == nil {
			return dir, nil
		}
		dir = filepath.Dir(dir)
	}
	return "", errors.New("the working directory is not inside a checkout of trailnotify")
}
