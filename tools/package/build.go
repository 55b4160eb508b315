package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A target is a program for a system.
type target struct {
	pkg      string // of the product, such as ./cmd/lambda
	tags     string
	os, arch string
	version  string // of a command that says its version; "" for none
}

// ldflags strip the program and say its version.
func (t target) ldflags() string {
	flags := "-s -w -buildid="
	if t.version != "" {
		flags += " -X main.version=" + t.version
	}
	return flags
}

// lambdaTarget is the function. lambda.norpc leaves out what only the retired
// go1.x runtime used.
var lambdaTarget = target{pkg: "./cmd/lambda", tags: "lambda.norpc", os: "linux", arch: "arm64"}

// build builds a program so that the same sources and the same version of Go
// give the same bytes: no path, no revision, no build ID, no C compiler, and
// nothing from the environment of whoever builds.
func build(root string, t target) ([]byte, error) {
	dir, err := os.MkdirTemp("", "trailnotify")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "program")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", t.tags, "-ldflags", t.ldflags(), "-o", out, t.pkg)
	cmd.Dir = root
	cmd.Env = append(neutral(cmd.Environ()), "CGO_ENABLED=0", "GOOS="+t.os, "GOARCH="+t.arch)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building %s for %s/%s: %w\n%s", t.pkg, t.os, t.arch, err, said)
	}
	return os.ReadFile(out)
}

// neutral takes out what would change the program that is built.
func neutral(environ []string) []string {
	changing := []string{"GOFLAGS", "GOAMD64", "GOARM64", "GOEXPERIMENT", "GOFIPS140"}
	return slices.DeleteFunc(environ, func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(changing, name)
	})
}
