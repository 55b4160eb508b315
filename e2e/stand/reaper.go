package stand

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// reaperVariable marks, in the environment, the copy of the test binary that is the reaper. It holds the directory that
// the reaper is to remove.
const reaperVariable = "TRAILNOTIFY_E2E_REAPER"

// reaper is the reaper's process and the pipe that keeps it waiting.
var reaper struct {
	sync.Mutex
	pipe io.WriteCloser
	cmd  *exec.Cmd
}

// startReaper starts this test binary again, in a session of its own so that Ctrl-C does not reach it.
func startReaper() error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), reaperVariable+"="+scratch)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	reaper.cmd, reaper.pipe = cmd, pipe
	return nil
}

// stopReaper ends the pipe and waits until the reaper has killed and removed what was left.
func stopReaper() {
	reaper.Lock()
	defer reaper.Unlock()
	_ = reaper.pipe.Close()
	_ = reaper.cmd.Wait()
}

// tellReaper has the session killed when this process ends.
func tellReaper(session int) error {
	reaper.Lock()
	defer reaper.Unlock()
	if reaper.pipe == nil {
		return fmt.Errorf("no reaper: TestMain has to call stand.Main")
	}
	_, err := fmt.Fprintln(reaper.pipe, session)
	return err
}

// reap reads sessions, one a line, until the pipe ends, and then kills all of them.
func reap(pipe io.Reader) {
	var sessions []int
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if session, err := strconv.Atoi(lines.Text()); err == nil {
			sessions = append(sessions, session)
		}
	}
	for _, session := range sessions {
		killSession(session)
	}
}

// killSession kills every process of a session and returns when none is alive. It looks several times, as a process
// may start another while it is being killed. Numbers that are nobody's of ours are refused: in a container, session 0
// is that of every process which came in from outside.
func killSession(session int) {
	for session > 1 {
		members := sessionMembers(session)
		if len(members) == 0 {
			return
		}
		for _, pid := range members {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// sessionMembers returns the processes of a session that are alive.
func sessionMembers(session int) []int {
	entries, _ := os.ReadDir("/proc")
	var members []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if s, ok := sessionOf(pid); ok && s == session {
			members = append(members, pid)
		}
	}
	return members
}

// sessionOf reads the session of a live process. It is false for a process that is gone and for a zombie, which has
// ended and only waits for its parent to take notice.
func sessionOf(pid int) (int, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	// pid (command) state ppid pgrp session ...: the command may hold blanks and parentheses of its own.
	_, rest, ok := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
	fields := strings.Fields(rest)
	if !ok || len(fields) < 4 || fields[0] == "Z" || fields[0] == "X" {
		return 0, false
	}
	session, err := strconv.Atoi(fields[3])
	return session, err == nil
}
