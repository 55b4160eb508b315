package stand

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Timeout is the time-out of every function on the stand.
const Timeout = 10 * time.Second

// Function is a built Lambda function behind the runtime interface emulator: a single instance, as one that Lambda
// has started for one invocation at a time. Its methods may be called concurrently; invocations wait for each other.
type Function struct {
	t         testing.TB
	service   *service
	bootstrap string
	url       string

	// The emulator itself crashes when it is called while it serves another call.
	invoking sync.Mutex
}

// StartFunction starts the bootstrap with an environment that holds, beside what Lambda always sets, only env
// ("NAME=value"). LOG_LEVEL is the emulator's too, which ends at a level that it does not know. The function ends with
// the test; what it has logged is shown when the test has failed.
func StartFunction(t testing.TB, bootstrap string, env ...string) *Function {
	t.Helper()
	emulator, err := fetched("lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-" + machine())
	if err != nil {
		t.Fatal(err)
	}
	f := &Function{t: t}
	if f.bootstrap, err = filepath.EvalSymlinks(bootstrap); err != nil {
		t.Fatal(err)
	}
	f.service, err = startListening(2, func(addresses []string) (*service, func() error, error) {
		f.url = "http://" + addresses[0]
		cmd := exec.Command(emulator, "--runtime-interface-emulator-address", addresses[0],
			"--runtime-api-address", addresses[1], bootstrap)
		cmd.Dir = t.TempDir()
		cmd.Env = append([]string{
			"PATH=" + os.Getenv("PATH"),
			fmt.Sprintf("AWS_LAMBDA_FUNCTION_TIMEOUT=%d", int(Timeout/time.Second)),
			"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
			"AWS_REGION=" + Region,
			"AWS_ACCESS_KEY_ID=local",
			"AWS_SECRET_ACCESS_KEY=local",
		}, env...)
		s, err := startService("function", cmd)
		// Without the second one the function may be started before there is an API for it to ask for work.
		ready := func() error { return errors.Join(answers(f.url), answers("http://"+addresses[1])) }
		return s, ready, err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		f.service.stop()
		if t.Failed() {
			log := f.Log()
			t.Logf("the function said, in the end:\n%s", log[max(0, len(log)-20_000):])
		}
	})
	return f
}

// machine is the machine's name in the names of the emulator's binaries.
func machine() string {
	if runtime.GOARCH == "amd64" {
		return "x86_64"
	}
	return runtime.GOARCH
}

// answers fails until something answers HTTP requests there, whatever the answer.
func answers(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Log is what the function and the emulator have written to standard output and error so far.
func (f *Function) Log() string { return f.service.output() }

// Kill kills the function's process, as when its machine is lost, and leaves the emulator. An invocation that is under
// way, or else the next one, gets an error of kind [Died]; the one after that gets a new process. Before the first
// invocation there is no process, and nothing happens.
func (f *Function) Kill() {
	for _, pid := range f.processes() {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// PeakMemory returns the most memory that the function's process has held so far, in bytes.
func (f *Function) PeakMemory() int64 {
	f.t.Helper()
	processes := f.processes()
	if len(processes) != 1 {
		f.t.Fatalf("the function has %d processes", len(processes))
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", processes[0]))
	if err != nil {
		f.t.Fatal(err)
	}
	var kilobytes int64
	_, line, _ := strings.Cut(string(status), "\nVmHWM:")
	if _, err := fmt.Sscanf(line, "%d kB", &kilobytes); err != nil {
		f.t.Fatalf("no VmHWM in the status of the function's process: %v\n%s", err, status)
	}
	return kilobytes << 10
}

// processes returns the one process of the function, or none.
func (f *Function) processes() []int {
	return slices.DeleteFunc(sessionMembers(f.service.pid), func(pid int) bool {
		exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
		return err != nil || exe != f.bootstrap
	})
}

// Invoke invokes the function once and returns its response. An error is an [*Error], except that the test ends here
// when the emulator itself does not answer.
func (f *Function) Invoke(event []byte) ([]byte, error) {
	f.t.Helper()
	f.invoking.Lock()
	defer f.invoking.Unlock()
	// The emulator answers a little after the function's time-out at the latest.
	client := http.Client{Timeout: Timeout + 20*time.Second}
	resp, err := client.Post(f.url+"/2015-03-31/functions/function/invocations", "application/json", bytes.NewReader(event))
	if err != nil {
		f.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return response(resp.StatusCode, body)
}

// Kind says how an invocation failed.
type Kind string

const (
	Returned Kind = "returned an error" // the handler did, and the process goes on
	TimedOut Kind = "timed out"         // the process was killed
	Died     Kind = "died"              // the process panicked, exited or was killed
)

// Error is an invocation that failed. Lambda would invoke again with the same event, or hand it to the destination for
// failures.
type Error struct {
	Kind    Kind
	Type    string // errorType of the answer, when it has one
	Message string // errorMessage of the answer, or all of it
}

func (e *Error) Error() string {
	return fmt.Sprintf("the function %s: %s: %s", e.Kind, e.Type, e.Message)
}

// response tells a response from an error, which the emulator does not do by the status as one might expect: an error
// that the handler has returned and a time-out are answered with 200.
func response(status int, body []byte) ([]byte, error) {
	var failure struct{ ErrorType, ErrorMessage string }
	isJSON := json.Valid(body)
	if isJSON {
		_ = json.Unmarshal(body, &failure) // A response that is not an object is not a failure.
	} else {
		failure.ErrorMessage = string(body)
	}
	kind := Returned
	switch {
	case status != http.StatusOK:
		kind = Died
	case !isJSON && strings.Contains(string(body), "Task timed out"):
		kind = TimedOut
	case isJSON && (failure.ErrorType == "" || failure.ErrorMessage == ""):
		return body, nil
	}
	return nil, &Error{Kind: kind, Type: failure.ErrorType, Message: failure.ErrorMessage}
}
