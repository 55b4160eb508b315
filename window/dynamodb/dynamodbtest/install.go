package dynamodbtest

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// errMissing is the error for a machine on which DynamoDB Local cannot be
// started because something is not installed, as opposed to one on which it was
// started and failed.
var errMissing = errors.New("DynamoDB Local is not installed: run make deps")

// install is a place where make deps has put DynamoDB Local.
type install struct {
	java string // the java command
	dir  string // holds lib (the jars and native libraries) and classes (the launcher)
}

// find returns the installation that make deps left in the cache directory, or
// an error that wraps errMissing.
func find() (install, error) {
	cache, err := cacheDir()
	if err != nil {
		return install{}, err
	}
	dir := filepath.Join(cache, "dynamodb-local")
	launcher := filepath.Join(dir, "classes", "Loopback.class")
	if _, err := os.Stat(launcher); err != nil {
		return install{}, fmt.Errorf("%w (%w)", errMissing, err)
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return install{}, fmt.Errorf("%w (%w)", errMissing, err)
	}
	return install{java: java, dir: dir}, nil
}

// cacheDir returns $TRAILNOTIFY_CACHE, or else .cache in the root of the
// checkout that the working directory (for a test: the directory of its
// package) belongs to. Source positions are no help here, as -trimpath removes
// them.
func cacheDir() (string, error) {
	if dir := os.Getenv("TRAILNOTIFY_CACHE"); dir != "" {
		return dir, nil
	}
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		switch root, err := isRoot(dir); {
		case err != nil:
			return "", err
		case root:
			return filepath.Join(dir, ".cache"), nil
		case dir == filepath.Dir(dir):
			return "", fmt.Errorf("%w (%s is not inside the trailnotify module)", errMissing, start)
		}
	}
}

// isRoot reports whether dir holds the go.mod of the module trailnotify itself,
// not that of a module inside it.
func isRoot(dir string) (bool, error) {
	f, err := os.Open(filepath.Join(dir, "go.mod"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "module "); ok {
			return strings.TrimSpace(name) == "trailnotify", nil
		}
	}
	return false, lines.Err()
}
