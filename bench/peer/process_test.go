package peer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"trailnotify/bench/ruleset"
)

// fakePeer makes the test binary a peer, which says of record i that rules 0 and
// i match; "broken" makes it end on the first question.
const fakePeer = "BENCH_FAKE_PEER"

func TestMain(m *testing.M) {
	if how := os.Getenv(fakePeer); how != "" {
		answer(how)
		return
	}
	os.Exit(m.Run())
}

func answer(how string) {
	records, _ := os.ReadFile(os.Args[1])
	rules, _ := os.ReadFile(os.Args[2])
	fmt.Println("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		switch {
		case how == "broken":
			return
		case in.Text() == "match":
			for i := range bytes.Count(records, []byte("\n")) {
				fmt.Printf("0 %d\n", i)
			}
		default:
			fmt.Println(strings.TrimPrefix(in.Text(), "time ") + string(rules))
		}
	}
}

func fake(t *testing.T, how string) *Process {
	t.Helper()
	t.Setenv(fakePeer, how)
	fetched := t.TempDir()
	if err := os.WriteFile(filepath.Join(fetched, "installed"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tool := Tool{
		Name: "fake", Needs: "installed",
		rules: func([]ruleset.Rule) ([]byte, error) { return []byte(".5"), nil },
		args:  func(string) []string { return []string{os.Args[0]} },
	}
	p, err := tool.Start(fetched, [][]byte{[]byte("{}"), []byte("{}")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProcess_AnswersAndIsGone(t *testing.T) {
	p := fake(t, "sound")
	found, err := p.Matches(2)
	if want := [][]int{{0, 0}, {0, 1}}; err != nil || !reflect.DeepEqual(found, want) {
		t.Errorf("matches %v: %v", found, err)
	}
	if ns, err := p.Subject().Time(200 * time.Millisecond); err != nil || ns != 200.5 {
		t.Errorf("%v ns, want those that it says: %v", ns, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(p.dir); !os.IsNotExist(err) || p.cmd.ProcessState == nil {
		t.Errorf("it left something behind: %v, %v", err, p.cmd.ProcessState)
	}
}

func TestProcess_NamesWhoHasEnded(t *testing.T) {
	p := fake(t, "broken")
	if _, err := p.Matches(2); err == nil || !strings.Contains(err.Error(), "fake has ended") {
		t.Errorf("error %v of a process that has ended", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestTools_SayWhenTheyAreMissing(t *testing.T) {
	for _, tool := range Tools {
		_, err := tool.Start(t.TempDir(), nil, nil)
		if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "it needs ") {
			t.Errorf("%s: error %v", tool.Name, err)
		}
	}
}
