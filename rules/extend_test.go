package rules

import (
	"strings"
	"testing"
	"testing/fstest"
)

// own loads rule files of a user's.
func own(t *testing.T, files map[string]string) *Set {
	t.Helper()
	dir := fstest.MapFS{}
	for name, text := range files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := Load(dir, "own")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestExtend(t *testing.T) {
	base, err := Builtin("default")
	if err != nil {
		t.Fatal(err)
	}
	set, err := base.Extend(own(t, map[string]string{
		"new.yaml":     "name: TrailStopped\npattern: '{ $.eventName = StopLogging }'\nthreshold: 1\n",
		"replace.yaml": "name: RootUsage\npattern: '{ $.userIdentity.type = Root }'\nthreshold: 7\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(set.Rules()), len(base.Rules())+1; got != want {
		t.Errorf("%d rules, want %d", got, want)
	}
	if r, ok := set.Lookup("RootUsage"); !ok || r.Threshold != 7 {
		t.Errorf("RootUsage was not replaced: %+v", r)
	}
	if r, _ := base.Lookup("RootUsage"); r.Threshold != 1 {
		t.Error("the set that was extended has changed")
	}
	matched := map[string]bool{}
	for _, m := range set.Match([]byte(`{"eventName":"StopLogging","userIdentity":{"type":"Root","invokedBy":"x"}}`), nil) {
		matched[m.Rule.Name] = true
	}
	for _, want := range []string{"TrailStopped", "CloudTrailChanges", "RootUsage"} {
		if !matched[want] {
			t.Errorf("%s does not match, only %v", want, matched)
		}
	}
	with, err := set.Override([]string{"TRAIL_STOPPED_ALERT_THRESHOLD=3", "HOME_REGIONS=eu-west-1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := with.Lookup("TrailStopped"); r.Threshold != 3 {
		t.Error("a rule of one's own can't be tuned")
	}
	if r, _ := with.Lookup("ResourceCreationInOtherRegion"); !r.Enabled {
		t.Error("a rule of the extended set lost its home regions")
	}
}

func TestExtend_SettingsStayDifferent(t *testing.T) {
	base, err := Builtin("default")
	if err != nil {
		t.Fatal(err)
	}
	_, err = base.Extend(own(t, map[string]string{
		"mine.yaml": "name: Mine\nsetting: root_usage\npattern: '{ $.a = b }'\nthreshold: 1\n",
	}))
	if err == nil || !strings.Contains(err.Error(), "own/mine.yaml:2") || !strings.Contains(err.Error(), "root_usage.yaml") {
		t.Errorf("error %v, want one that names both files", err)
	}
}
