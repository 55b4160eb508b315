package stand

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endingVariable tells TestReaper_Ending, in a test binary of its own, how to end.
const endingVariable = "TRAILNOTIFY_E2E_ENDING"

// TestReaper_Ending is run by TestReaper_LeavesNothing: it starts a service that has started another process, says
// its session and ends in an unusual way.
func TestReaper_Ending(t *testing.T) {
	ending := os.Getenv(endingVariable)
	if ending == "" {
		t.Skip("it is run by TestReaper_LeavesNothing")
	}
	s, err := startService("sleep", exec.Command("sh", "-c", "sleep 3600 & sleep 3600"))
	if err != nil {
		t.Fatal(err)
	}
	t.TempDir()
	for len(sessionMembers(s.pid)) < 3 {
		time.Sleep(time.Millisecond)
	}
	fmt.Printf("SESSION %d\n", s.pid)
	switch ending {
	case "a panic":
		go func() { panic("in a goroutine") }()
		select {}
	case "a time-out":
		select {}
	case "SIGKILL":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "Ctrl-C":
		_ = syscall.Kill(os.Getpid(), syscall.SIGINT)
		select {}
	}
}

func TestReaper_LeavesNothing(t *testing.T) {
	for _, ending := range []string{"the normal end", "a panic", "a time-out", "SIGKILL", "Ctrl-C"} {
		t.Run(ending, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestReaper_Ending$", "-test.timeout=2s", "-test.v")
			cmd.Env = append(os.Environ(), endingVariable+"="+ending)
			temp := t.TempDir()
			cmd.Env = append(cmd.Env, "TMPDIR="+temp)
			out, err := cmd.CombinedOutput()
			if normal := ending == "the normal end"; (err == nil) != normal {
				t.Fatalf("ended with %v:\n%s", err, out)
			}
			said := regexp.MustCompile(`(?m)^SESSION (\d+)$`).FindSubmatch(out)
			if said == nil {
				t.Fatalf("no session in what it said:\n%s", out)
			}
			session, _ := strconv.Atoi(string(said[1]))
			waitForEnd(t, session, temp)
		})
	}
}

// waitForEnd fails the test when a session does not end or files are left, which the reaper sees to after its test
// binary has ended.
func waitForEnd(t *testing.T, session int, temp string) {
	t.Helper()
	var files []os.DirEntry
	for range 1000 {
		files, _ = os.ReadDir(temp)
		if len(sessionMembers(session)) == 0 && len(files) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("processes %v and files %v are left", sessionMembers(session), files)
	killSession(session)
}

func TestReap_OnlyWhatItWasTold(t *testing.T) {
	bystander, err := startService("bystander", exec.Command("sleep", "3600"))
	if err != nil {
		t.Fatal(err)
	}
	defer bystander.stop()
	reap(strings.NewReader("0\n1\n-1\nnonsense\n"))
	if len(sessionMembers(bystander.pid)) != 1 {
		t.Error("a process of another session was killed")
	}
}

func TestService_EndsBeforeItIsReady(t *testing.T) {
	s, err := startService("broken", exec.Command("sh", "-c", "echo the reason; exit 1"))
	if err != nil {
		t.Fatal(err)
	}
	err = s.waitUntil(func() error { return fmt.Errorf("no answer") }, time.Minute)
	if err == nil || !strings.Contains(err.Error(), "the reason") {
		t.Errorf("error %v does not hold what the service said", err)
	}
}
