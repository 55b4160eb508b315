package stand

import (
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// echo starts the function of echo.
func echo(t *testing.T, env ...string) *Function {
	t.Helper()
	return StartFunction(t, Build(t, ".", "./echo"), env...)
}

func TestFunction_Answers(t *testing.T) {
	f := echo(t)
	for _, c := range []struct {
		name, event, response string
		kind                  Kind
		says                  string
	}{
		{"a response", `{"Do": "echo", "Text": "here"}`, `"here"`, "", ""},
		{"no response", `{"Do": "nothing"}`, `null`, "", ""},
		{"an error", `{"Do": "return an error", "Text": "table cut off"}`, "", Returned, "table cut off"},
		{"a panic", `{"Do": "panic", "Text": "oh"}`, "", Died, "oh"},
		{"an exit", `{"Do": "exit"}`, "", Died, "exit status 1"},
		{"after an exit", `{"Do": "echo", "Text": "again"}`, `"again"`, "", ""},
		{"an event that is not JSON", `{"Do"`, "", Returned, "unexpected EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, err := f.Invoke([]byte(c.event))
			if string(response) != c.response {
				t.Errorf("response %s, want %s", response, c.response)
			}
			var failure *Error
			switch {
			case c.kind == "" && err != nil:
				t.Errorf("error %v", err)
			case c.kind != "" && (!errors.As(err, &failure) || failure.Kind != c.kind || !strings.Contains(failure.Message, c.says)):
				t.Errorf("error %v, want the kind %q and a message with %q", err, c.kind, c.says)
			}
		})
	}
}

func TestResponse_TimeOut(t *testing.T) {
	_, err := response(http.StatusOK, []byte("2026-11-23T06:00:00Z 1 Task timed out after 10.00 seconds"))
	var failure *Error
	if !errors.As(err, &failure) || failure.Kind != TimedOut {
		t.Errorf("error %v, want the kind %q", err, TimedOut)
	}
}

func TestFunction_Environment(t *testing.T) {
	t.Setenv("OF_THE_TEST", "secret")
	f := echo(t, "FOR_THE_FUNCTION=here")
	response, err := f.Invoke([]byte(`{"Do": "environment"}`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(response), `"FOR_THE_FUNCTION=here"`) || !strings.Contains(string(response), `"AWS_REGION=`+Region+`"`) {
		t.Errorf("the function lacks its variables: %s", response)
	}
	if strings.Contains(string(response), "OF_THE_TEST") {
		t.Errorf("the function has the variables of the test: %s", response)
	}
}

func TestFunction_Kill(t *testing.T) {
	f := echo(t)
	pid := func() string {
		t.Helper()
		response, err := f.Invoke([]byte(`{"Do": "pid"}`))
		if err != nil {
			t.Fatal(err)
		}
		return string(response)
	}
	var failure *Error

	f.Kill() // There is nothing to kill yet.
	first := pid()
	f.Kill()
	if _, err := f.Invoke([]byte(`{"Do": "pid"}`)); !errors.As(err, &failure) || failure.Kind != Died {
		t.Errorf("killed between two invocations: the next gets %v, want the kind %q", err, Died)
	}
	second := pid()
	if first == second {
		t.Errorf("process %s is still the same", first)
	}

	hung := make(chan error)
	go func() {
		_, err := f.Invoke([]byte(`{"Do": "hang"}`))
		hung <- err
	}()
	time.Sleep(100 * time.Millisecond)
	f.Kill()
	if err := <-hung; !errors.As(err, &failure) || failure.Kind != Died {
		t.Errorf("killed during an invocation: got %v, want the kind %q", err, Died)
	}
	if third := pid(); third == second {
		t.Errorf("process %s is still the same", second)
	}
}

func TestFunction_PeakMemory(t *testing.T) {
	f := echo(t)
	peak := func(event string) int64 {
		t.Helper()
		if _, err := f.Invoke([]byte(event)); err != nil {
			t.Fatal(err)
		}
		return f.PeakMemory()
	}
	before := peak(`{"Do": "nothing"}`)
	after := peak(`{"Do": "hold 32 MB"}`)
	if grown := after - before; grown < 32<<20 || grown > 64<<20 {
		t.Errorf("grown by %d bytes from %d, after having held 32 MB", grown, before)
	}
	if later := peak(`{"Do": "nothing"}`); later < after {
		t.Errorf("the peak has fallen from %d to %d", after, later)
	}
}

func TestService_StoppedWithAllThatItStarted(t *testing.T) {
	var session int
	t.Run("a test with a function", func(t *testing.T) {
		f := echo(t)
		if _, err := f.Invoke([]byte(`{"Do": "echo"}`)); err != nil {
			t.Fatal(err)
		}
		session = f.service.pid
		if n := len(sessionMembers(session)); n != 2 {
			t.Errorf("%d processes, want the emulator and the function", n)
		}
	})
	if left := sessionMembers(session); session == 0 || len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
}

func TestBatch_AsCloudWatchLogsSendsIt(t *testing.T) {
	event := string(NewBatch(`{"eventName":"StopLogging"}`).Subscription())
	if !strings.HasPrefix(event, `{"awslogs":{"data":"H4sI`) {
		t.Errorf("no gzip in base64 where it should be: %s", event)
	}
}

func TestFreeAddresses_Differ(t *testing.T) {
	addresses, err := freeAddresses(20)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(addresses)
	if n := len(slices.Compact(addresses)); n != 20 {
		t.Errorf("%d different ones among 20", n)
	}
}
