package stand

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// builds holds what has been built in this test binary, by directory and package.
var builds sync.Map

// Build builds a Lambda function as it is released, except for the processor, and returns the path of the bootstrap.
// dir is the directory to build in and pkg the package's path there. What was built once is not built again.
func Build(t testing.TB, dir, pkg string) string {
	t.Helper()
	once, _ := builds.LoadOrStore(dir+"\x00"+pkg, sync.OnceValues(func() (string, error) { return build(dir, pkg) }))
	bootstrap, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return bootstrap
}

func build(dir, pkg string) (string, error) {
	bootstrap := filepath.Join(scratch, strings.ReplaceAll(filepath.ToSlash(pkg), "/", "_"), "bootstrap")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", bootstrap, pkg)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", pkg, err, out)
	}
	return bootstrap, nil
}
