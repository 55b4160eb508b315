package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// A subject is one form of the history with the commands that read it. The first
// is what the others are compared with.
type subject struct {
	name     string
	commands []*command
}

// A command is a line for the shell and the best that was measured of it.
type command struct {
	name, line string
	cores      int
	best       cost
}

// A cost is what one run took.
type cost struct {
	processor, wall time.Duration
	memory          int64 // bytes, of the largest process
}

// subjects are the rows of the table.
func (h *history) subjects(binary string, jq bool) []*subject {
	replay := func(cores int, path string) *command {
		return &command{
			name:  fmt.Sprintf("trailnotify replay, %d cores", cores),
			line:  fmt.Sprintf("%s replay --home-region ap-northeast-1 %s", binary, path),
			cores: cores,
		}
	}
	files := fmt.Sprintf("find %s -type f -print0 | xargs -0 zcat", h.tree())
	all := []*subject{
		{name: "S3 tree", commands: []*command{{name: "zcat | wc -l", line: files + " | wc -l"}, {name: "zcat", line: files}}},
		{name: "JSON lines, gzip", commands: []*command{{name: "zcat | wc -l", line: "zcat " + h.zipped() + " | wc -l"}, {name: "zcat", line: "zcat " + h.zipped()}}},
		{name: "JSON lines", commands: []*command{{name: "cat | wc -l", line: "cat " + h.plain() + " | wc -l"}}},
	}
	paths := []string{h.tree(), h.zipped(), h.plain()}
	filters := []string{files + " | jq -c '.Records[].eventName'", "zcat " + h.zipped() + " | jq -c .eventName", "cat " + h.plain() + " | jq -c .eventName"}
	for i, s := range all {
		for cores := 1; cores <= min(2, runtime.NumCPU()); cores++ {
			s.commands = append(s.commands, replay(cores, paths[i]))
		}
		if jq {
			s.commands = append(s.commands, &command{name: "… | jq", line: filters[i]})
		}
	}
	return all
}

// measure runs the commands in turns and keeps the best of each.
func (s *subject) measure(rounds int, progress io.Writer) error {
	for round := range rounds {
		for _, c := range s.commands {
			if round > 0 && c.name == "… | jq" {
				continue // once is long enough
			}
			fmt.Fprintf(progress, "history: %s: %s\n", s.name, c.name)
			took, err := c.run()
			if err != nil {
				return fmt.Errorf("%s: %w", c.line, err)
			}
			if round == 0 {
				c.best = took
			}
			c.best.processor = min(c.best.processor, took.processor)
			c.best.wall = min(c.best.wall, took.wall)
			c.best.memory = max(c.best.memory, took.memory)
		}
	}
	return nil
}

// run runs the line with its output thrown away.
func (c *command) run() (cost, error) {
	cmd := exec.Command("bash", "-o", "pipefail", "-c", c.line+" >/dev/null")
	if c.cores > 0 {
		cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", c.cores))
	}
	cmd.Stderr = os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, err
	}
	took := cost{wall: time.Since(began), processor: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		took.memory = usage.Maxrss << 10
	}
	return took, nil
}

func (s *subject) print(w io.Writer) {
	first := s.commands[0].best
	for _, c := range s.commands {
		fmt.Fprintf(w, "%s\t%s\t%.2f\t%.2f\t%d\t%.2f\t%.2f\n", s.name, c.name, c.best.processor.Seconds(), c.best.wall.Seconds(),
			c.best.memory>>20, ratio(c.best.processor, first.processor), ratio(c.best.wall, first.wall))
	}
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / max(b.Seconds(), 1e-9) }
