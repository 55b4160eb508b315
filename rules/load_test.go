package rules

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// unopened is a directory whose files must not be opened.
type unopened struct {
	fstest.MapFS
	t *testing.T
}

func (c unopened) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".yaml") {
		c.t.Errorf("%s was opened, which may wait for ever", name)
	}
	return c.MapFS.Open(name)
}

func TestLoad_RefusesWhatIsNoRegularFile(t *testing.T) {
	for mode, want := range map[fs.FileMode]string{
		fs.ModeNamedPipe:                    "set/x.yaml: reading: is a named pipe, expected a regular file",
		fs.ModeDevice | fs.ModeCharDevice:   "set/x.yaml: reading: is a device, expected a regular file",
		fs.ModeSocket:                       "set/x.yaml: reading: is not a regular file",
		fs.ModeIrregular | fs.FileMode(0o6): "set/x.yaml: reading: is not a regular file",
	} {
		dir := unopened{fstest.MapFS{"x.yaml": {Data: []byte("name: X"), Mode: mode}}, t}
		if _, err := Load(dir, "set"); err == nil || err.Error() != want {
			t.Errorf("mode %v: error %v, want %s", mode, err, want)
		}
	}
}
