package dynamodbtest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// startTimeout is how long DynamoDB Local may take until it listens: about a
// second on an idle machine.
const startTimeout = time.Minute

// shared starts the one server of this test binary, on the first call.
var shared = sync.OnceValues(func() (*server, error) {
	in, err := find()
	if err != nil {
		return nil, err
	}
	return in.start()
})

// server is a running DynamoDB Local. It runs for as long as stdin is open:
// until this process ends, as the one in shared is never garbage.
type server struct {
	endpoint string
	stdin    io.Closer
}

// Start returns the endpoint of DynamoDB Local, such as http://127.0.0.1:41234,
// and starts it when this is the first call in the test binary. It may be
// called by several tests at once. Where DynamoDB Local is not installed the
// test is skipped, or fails with CI=true; where it is installed and does not
// start the test fails.
func Start(t testing.TB) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		stop(t, err, os.Getenv("CI") == "true")
	}
	return s.endpoint
}

// stop ends the test because of err: skipped where DynamoDB Local is not
// installed and need not be, else failed.
func stop(t testing.TB, err error, mustRun bool) {
	t.Helper()
	if errors.Is(err, errMissing) && !mustRun {
		t.Skip(err)
	}
	t.Fatal(err)
}

// start runs the launcher and waits until it has said which port it listens on.
func (in install) start() (*server, error) {
	cmd := in.command()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting DynamoDB Local: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting DynamoDB Local: %w", err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting DynamoDB Local: %w", err)
	}
	port, err := waitForPort(out, startTimeout)
	if err != nil {
		_ = cmd.Process.Kill() // It has ended already, or says nothing: err is what counts.
		return nil, fmt.Errorf("starting DynamoDB Local: %w", err)
	}
	return &server{endpoint: "http://127.0.0.1:" + port, stdin: stdin}, nil
}

// command is the launcher's command line. The first compiler alone starts in
// half the time; performance data would leave a file among the temporary ones.
func (in install) command() *exec.Cmd {
	lib := filepath.Join(in.dir, "lib")
	cmd := exec.Command(in.java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
		"-Djava.library.path="+lib,
		"-cp", filepath.Join(in.dir, "classes")+string(os.PathListSeparator)+filepath.Join(lib, "*"),
		"Loopback", "-inMemory", "-sharedDb", "-disableTelemetry")
	cmd.Dir = in.dir
	return cmd
}

// waitForPort reads what the launcher says until it names its port, and goes on
// reading in the background so that the server never blocks on a full pipe. The
// error holds what was said instead.
func waitForPort(out io.Reader, timeout time.Duration) (string, error) {
	type answer struct {
		port string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		var said strings.Builder
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if port, ok := strings.CutPrefix(lines.Text(), "LISTENING "); ok {
				answers <- answer{port: port}
				_, _ = io.Copy(io.Discard, out)
				return
			}
			said.WriteString("\n" + lines.Text())
		}
		answers <- answer{err: fmt.Errorf("it ended without listening and said:%s", said.String())}
	}()
	select {
	case a := <-answers:
		return a.port, a.err
	case <-time.After(timeout):
		return "", fmt.Errorf("it did not listen within %v", timeout)
	}
}
