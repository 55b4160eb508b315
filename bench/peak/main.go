// Command peak hands the Lambda event in a file to the product twenty times and
// prints the most memory that it has had, in MB. It links the product alone.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"trailnotify/bench/product"
	"trailnotify/rules"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "peak:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	event, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	set, err := rules.Builtin("security-hub")
	if err != nil {
		return err
	}
	found := 0
	way := product.Matches(set, &found)
	for range 20 {
		n, err := way(event)
		if err != nil {
			return err
		}
		if n == 0 {
			return errors.New("no records in the event")
		}
	}
	peak, err := highWater()
	fmt.Printf("%.1f\n", peak)
	return err
}

// highWater is the largest resident set that this process has had, in MB.
func highWater() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kibibytes float64
	if _, err := fmt.Sscanf(strings.TrimSpace(rest), "%f kB", &kibibytes); err != nil {
		return 0, fmt.Errorf("VmHWM in /proc/self/status: %w", err)
	}
	return kibibytes * 1024 / 1e6, nil
}
