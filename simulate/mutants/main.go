// Command mutants proves that the simulator would notice. It builds wrong
// variants of the product, those that the specification of counting names and
// some more, and looks for a schedule in which each of them breaks a promise.
//
//	go run ./simulate/mutants -n 20000
//
// It prints a table: the variant, the promise that it was seen to break, the
// rate of faults, the seed of the first such schedule and how many schedules it
// took. It exits with 1 if a variant escapes, or if the product itself, as it is
// or built with small bounds, is caught.
//
// A variant is a replacement in the source; the working tree is not touched.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

func main() {
	ok, err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	case !ok:
		os.Exit(1)
	}
}

// A trial is a variant and how it went.
type trial struct {
	variant
	seed, after int
	broke       string // "" when it was not caught
}

func run(ctx context.Context, args []string, out, errs io.Writer) (ok bool, err error) {
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	flags.SetOutput(errs)
	n := flags.Int("n", 20_000, "schedules within which a variant must be caught")
	seed := flags.Int("seed", 1, "seed of the first schedule")
	only := flags.String("run", "", "only the variants with this in their name")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(out, "| variant | caught by | faults per request | first seed | schedules |\n|---|---|---|---|---|\n")
	ok = true
	for _, v := range append(controls(), variants...) {
		if !strings.Contains(v.name, *only) {
			continue
		}
		schedules := *n
		if v.sign == "" {
			schedules /= 4 // the product itself is what "simulate" is for
		}
		t, err := try(ctx, root, v, *seed, schedules)
		if err != nil {
			return false, fmt.Errorf("%s: %w", v.name, err)
		}
		fmt.Fprintln(out, t.row(schedules))
		ok = ok && t.right()
	}
	return ok, nil
}

// controls are the product itself, which must not be caught.
func controls() []variant {
	return []variant{
		{name: "none", rate: "0"},
		{name: "none", rate: "2"},
		{name: "none, with small bounds", rate: "0", small: true},
		{name: "none, with small bounds", rate: "2", small: true},
	}
}

// right reports whether a variant was caught, or a control was not.
func (t trial) right() bool { return (t.broke != "") == (t.sign != "") }

func (t trial) row(n int) string {
	name := t.name
	if t.small && len(t.edits) > 0 {
		name += " (small bounds)"
	}
	if t.parallel {
		name += " (requests in parallel)"
	}
	switch {
	case t.broke != "":
		return fmt.Sprintf("| %s | %s | %s %% | %d | %d |", name, t.broke, t.rate, t.seed, t.after)
	case t.sign != "":
		return fmt.Sprintf("| %s | **escaped**, want %s | %s %% | | %d |", name, t.sign, t.rate, n)
	default:
		return fmt.Sprintf("| %s | kept every promise | %s %% | | %d |", name, t.rate, n)
	}
}

// try builds a variant and looks for a schedule that catches it.
func try(ctx context.Context, root string, v variant, seed, n int) (trial, error) {
	t := trial{variant: v}
	dir, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return t, err
	}
	defer os.RemoveAll(dir)
	edits := v.edits
	if v.small {
		edits = append(edits[:len(edits):len(edits)], smallBounds...)
	}
	list, err := overlay(root, dir, edits)
	if err != nil {
		return t, err
	}
	if v.parallel {
		return t, t.test(ctx, root, list)
	}
	program, err := build(ctx, root, dir, list)
	if err != nil {
		return t, err
	}
	return t, t.simulate(ctx, program, seed, n)
}

// simulate runs the simulator.
func (t *trial) simulate(ctx context.Context, program string, seed, n int) error {
	args := []string{"-brief", "-stop", "-seed", strconv.Itoa(seed), "-n", strconv.Itoa(n), "-faults", t.rate, "-only", t.sign}
	if t.small {
		args = append(args, "-small")
	}
	found, err := exec.CommandContext(ctx, program, args...).Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return fmt.Errorf("running: %w", err)
	}
	if first, text, caught := strings.Cut(string(found), " "); caught {
		if t.seed, err = strconv.Atoi(first); err != nil {
			return fmt.Errorf("running: %q", found)
		}
		t.after = t.seed - seed + 1
		t.broke, _, _ = strings.Cut(text, ":")
	}
	return nil
}

// failure is what the parallel test says of the seed that fails.
var failure = regexp.MustCompile(`seed (\d+): ([a-z ]+):`)

// test runs the test whose processes make several requests at a time. Its seeds
// begin with 0.
func (t *trial) test(ctx context.Context, root, list string) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-overlay", list, "-count=1", "-run", "^TestSimulate_KeysInParallel$", "./simulate")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	found := failure.FindSubmatch(out)
	if found == nil {
		return fmt.Errorf("testing: %w\n%s", err, out)
	}
	if t.seed, err = strconv.Atoi(string(found[1])); err != nil {
		return err
	}
	t.after = t.seed + 1
	if broke := string(found[2]); broke == t.sign {
		t.broke = broke
	}
	return nil
}
