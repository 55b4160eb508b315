package peer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"trailnotify/bench/measure"
	"trailnotify/bench/ruleset"
)

// A Tool is a peer that runs as a process of its own. It reads the records and
// the rules from files, says "ready", and then answers the lines that come in:
//
//	match     a line for each record: the numbers of the rules that it matches
//	time 200  nanoseconds of processor time per record, of whole passes over at least 200 ms
//
// It ends with its input. What it complains of goes to standard error.
type Tool struct {
	Name  string
	Needs string // a file below the directory of fetched peers, without which it can't run
	Fetch string // what to say where that is missing
	rules func(set []ruleset.Rule) ([]byte, error)
	args  func(fetched string) []string
}

// EventRuler is the name of the peer that is built for many rules.
const EventRuler = "event-ruler (Java)"

// Tools are the peers that are processes. Paths are relative to this module.
var Tools = []Tool{
	{
		Name: EventRuler, Needs: "ruler/classes/Ruler.class", Fetch: "it needs Maven and a JDK", rules: rulerRules,
		args: func(fetched string) []string {
			classes := filepath.Join(fetched, "ruler", "classes") + string(os.PathListSeparator) + filepath.Join(fetched, "ruler", "lib", "*")
			return []string{"java", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-cp", classes, "Ruler"}
		},
	},
	{Name: "Python functions, orjson", Needs: "python/installed", Fetch: "it needs Python with venv and pip", rules: pythonRules, args: python3("orjson")},
	{Name: "Python functions, json", Needs: "python/installed", Fetch: "it needs Python with venv and pip", rules: pythonRules, args: python3("json")},
}

func python3(decoder string) func(fetched string) []string {
	return func(fetched string) []string {
		return []string{filepath.Join(fetched, "python", "bin", "python"), "python/functions.py", decoder}
	}
}

// ErrMissing is the error of a tool that was not fetched.
var ErrMissing = errors.New("not fetched")

// A Process is a running tool.
type Process struct {
	name string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	dir  string // of its files
}

// Start runs a tool on records and rules; fetched is the directory of what make
// has fetched. Close ends it.
func (t Tool) Start(fetched string, records [][]byte, set []ruleset.Rule) (*Process, error) {
	if _, err := os.Stat(filepath.Join(fetched, t.Needs)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, t.Fetch)
	}
	rules, err := t.rules(set)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bench-peer-")
	if err != nil {
		return nil, err
	}
	p := &Process{name: t.Name, dir: dir}
	if err := p.start(t.args(fetched), records, rules); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Process) start(args []string, records [][]byte, rules []byte) error {
	files := map[string][]byte{"records": append(bytes.Join(records, []byte("\n")), '\n'), "rules": rules}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(p.dir, name), content, 0o600); err != nil {
			return err
		}
	}
	args = append(args, filepath.Join(p.dir, "records"), filepath.Join(p.dir, "rules"))
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if p.in, err = cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	p.cmd, p.out = cmd, bufio.NewReader(out)
	if line, err := p.line(); err != nil || line != "ready" {
		return fmt.Errorf("starting %s: said %q: %w", p.name, line, err)
	}
	return nil
}

// Close ends the process and removes its files.
func (p *Process) Close() error {
	var err error
	if p.cmd != nil {
		err = errors.Join(p.in.Close(), p.cmd.Wait())
	}
	return errors.Join(err, os.RemoveAll(p.dir))
}

// line reads a line that the process writes.
func (p *Process) line() (string, error) {
	line, err := p.out.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("%s has ended: %w", p.name, err)
	}
	return strings.TrimSuffix(line, "\n"), nil
}

// Matches asks which rules each of n records matches.
func (p *Process) Matches(n int) ([][]int, error) {
	if _, err := io.WriteString(p.in, "match\n"); err != nil {
		return nil, err
	}
	found := make([][]int, n)
	for i := range found {
		line, err := p.line()
		if err != nil {
			return nil, err
		}
		for _, word := range strings.Fields(line) {
			rule, err := strconv.Atoi(word)
			if err != nil {
				return nil, fmt.Errorf("%s of record %d: %w", p.name, i+1, err)
			}
			found[i] = append(found[i], rule)
		}
	}
	return found, nil
}

// Subject is the process as something to measure.
func (p *Process) Subject() measure.Subject {
	return measure.Subject{Name: p.name, Time: func(least time.Duration) (float64, error) {
		if _, err := fmt.Fprintf(p.in, "time %d\n", least.Milliseconds()); err != nil {
			return 0, err
		}
		line, err := p.line()
		if err != nil {
			return 0, err
		}
		return strconv.ParseFloat(line, 64)
	}}
}
