package main

import (
	"runtime/debug"
	"testing"
)

func TestVersionText(t *testing.T) {
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	revision := setting("vcs.revision", "0123456789abcdef0123456789abcdef01234567")
	at := setting("vcs.time", "2026-03-02T09:00:00Z")
	tests := map[string]struct {
		release string // set by the linker
		info    debug.BuildInfo
		want    string
	}{
		"nothing known": {"", debug.BuildInfo{}, "development"},
		"a checkout":    {"", debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: []debug.BuildSetting{revision, at, setting("vcs.modified", "false")}}, "development (revision 0123456789ab of 2026-03-02T09:00:00Z)"},
		"changed":       {"", debug.BuildInfo{Settings: []debug.BuildSetting{revision, at, setting("vcs.modified", "true")}}, "development (revision 0123456789ab of 2026-03-02T09:00:00Z, modified)"},
		"installed":     {"", debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "v1.2.3"},
		"a release":     {"1.2.3", debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "1.2.3"},
		"of a commit":   {"1.2.3", debug.BuildInfo{Settings: []debug.BuildSetting{revision}}, "1.2.3 (revision 0123456789ab)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			defer func(before string) { version = before }(version)
			version = test.release
			if got := versionText(test.info); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
