package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
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

// A cost is what one run took, as the command usage prints it.
type cost struct {
	Processor, Wall time.Duration
	Memory          int64 // bytes, of the largest process
}

// subjects are the rows of the table.
func (h *history) subjects(binary string, jq bool) []*subject {
	replay := func(cores int, path string) *command {
		return &command{
			name:  "trailnotify replay, " + []string{"1 core", "2 cores"}[cores-1],
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
func (s *subject) measure(usage string, rounds int, progress io.Writer) error {
	for round := range rounds {
		for _, c := range s.commands {
			if round > 0 && c.name == "… | jq" {
				continue // once is long enough
			}
			fmt.Fprintf(progress, "history: %s: %s\n", s.name, c.name)
			took, err := c.run(usage)
			if err != nil {
				return fmt.Errorf("%s: %w", c.line, err)
			}
			c.keep(took, round == 0)
		}
	}
	return nil
}

// keep keeps the shortest times and the most memory.
func (c *command) keep(took cost, first bool) {
	if first {
		c.best = took
	}
	c.best.Processor = min(c.best.Processor, took.Processor)
	c.best.Wall = min(c.best.Wall, took.Wall)
	c.best.Memory = max(c.best.Memory, took.Memory)
}

// run runs the line with its output thrown away.
func (c *command) run(usage string) (took cost, err error) {
	cmd := exec.Command(usage, c.line)
	if c.cores > 0 {
		cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", c.cores))
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return cost{}, err
	}
	return took, json.Unmarshal(out, &took)
}

func (s *subject) print(w io.Writer) {
	first := s.commands[0].best
	for _, c := range s.commands {
		fmt.Fprintf(w, "%s\t%s\t%.2f\t%.2f\t%d\t%.2f\t%.2f\n", s.name, c.name, c.best.Processor.Seconds(), c.best.Wall.Seconds(),
			c.best.Memory>>20, ratio(c.best.Processor, first.Processor), ratio(c.best.Wall, first.Wall))
	}
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / max(b.Seconds(), 1e-9) }
