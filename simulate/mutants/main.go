// Command mutants proves that the simulator would notice. It builds wrong
// variants of the product, those that the specification of counting names and
// some more, and looks for a schedule in which each of them breaks a promise.
//
//	go run ./simulate/mutants -n 20000
//
// It prints a table: the variant, the promise that it was seen to break, the
// rate of faults, the seed of the first such schedule and how many schedules it
// took. It exits with 1 if a variant escapes, or if the product itself is
// caught.
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
	"slices"
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
	for _, v := range every() {
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

// every are the controls and all variants.
func every() []variant { return slices.Concat(controls(), variants, storage, closings) }

// controls are the product itself, which must not be caught.
func controls() []variant {
	return []variant{
		{name: "none", rate: "0"},
		{name: "none", rate: "2"},
	}
}

// right reports whether a variant was caught, or a control was not.
func (t trial) right() bool { return (t.broke != "") == (t.sign != "") }

func (t trial) row(n int) string {
	switch {
	case t.broke != "":
		return fmt.Sprintf("| %s | %s | %s %% | %d | %d |", t.name, t.broke, t.rate, t.seed, t.after)
	case t.sign != "":
		return fmt.Sprintf("| %s | **escaped**, want %s | %s %% | | %d |", t.name, t.sign, t.rate, n)
	default:
		return fmt.Sprintf("| %s | kept every promise | %s %% | | %d |", t.name, t.rate, n)
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
	list, err := overlay(root, dir, v.edits)
	if err != nil {
		return t, err
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
