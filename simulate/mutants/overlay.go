package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// An edit replaces a piece of a source file. The piece must be there exactly
// once: an edit that no longer fits the product is an error, never a mutant
// that does nothing.
type edit struct{ file, old, new string }

// apply returns the edited files, by their paths from the root of the module.
func apply(root string, edits []edit) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, e := range edits {
		text, ok := files[e.file]
		if !ok {
			var err error
			if text, err = os.ReadFile(filepath.Join(root, e.file)); err != nil {
				return nil, err
			}
		}
		if n := bytes.Count(text, []byte(e.old)); n != 1 {
			return nil, fmt.Errorf("%s: this piece is there %d times, want once: %q", e.file, n, e.old)
		}
		files[e.file] = bytes.Replace(text, []byte(e.old), []byte(e.new), 1)
	}
	return files, nil
}

// overlay writes edited files into dir, and there a list of them for the go
// command, which then reads these and not those of the working tree.
func overlay(root, dir string, edits []edit) (list string, err error) {
	files, err := apply(root, edits)
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for file, text := range files {
		edited := filepath.Join(dir, strings.ReplaceAll(file, "/", "_"))
		if err := os.WriteFile(edited, text, 0o600); err != nil {
			return "", err
		}
		replace[filepath.Join(root, file)] = edited
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	list = filepath.Join(dir, "overlay.json")
	return list, os.WriteFile(list, text, 0o600)
}

// build builds the simulator with an overlay and returns the path of the
// program.
func build(ctx context.Context, root, dir, list string) (string, error) {
	program := filepath.Join(dir, "simulate")
	cmd := exec.CommandContext(ctx, "go", "build", "-overlay", list, "-o", program, "./simulate/run")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building: %w\n%s", err, out)
	}
	return program, nil
}

// moduleRoot is the directory of go.mod.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("asking go for the module: %w", err)
	}
	file := strings.TrimSpace(string(out))
	if filepath.Base(file) != "go.mod" {
		return "", errors.New("not in a module")
	}
	return filepath.Dir(file), nil
}
