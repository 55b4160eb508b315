package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/listing"
)

// tree makes files, named by paths with slashes, and returns their directory.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// namesRead reads all records and returns their field "n".
func namesRead(t *testing.T, paths ...string) (read []string, faults []*cloudtrail.Fault, in *Input) {
	t.Helper()
	in, err := Open(paths, Options{Stdin: strings.NewReader(`{"eventSource":"s","eventName":"stdin"}`)})
	if err != nil {
		t.Fatal(err)
	}
	records, faults := drain(t, in)
	for _, r := range records {
		read = append(read, r.Field("eventName"))
	}
	return read, faults, in
}

// In a directory content decides, not names.
func TestOpen_WhichFilesOfADirectory(t *testing.T) {
	one := func(name string) string { return `{"eventSource":"s","eventName":"` + name + `"}` }
	gz := func(name string) string { return string(compress(t, []byte(one(name)))) }
	dir := tree(t, map[string]string{
		"a.json": one("a"), "b.jsonl": one("b"), "c.LOG": one("c"), "d/e/f.json.gz": gz("f"), "g.txt": one("g"),
		"000000.gz": gz("h"), "firehose-2024-05-01-12-00-00-x": one("i") + one("j"), "k.json.cloudtrail": one("k"),
		"l.csv":     "time,@message\n1,\"" + strings.ReplaceAll(one("l"), `"`, `""`) + "\"\n",
		"README.md": "# Nothing\n", "x.png": "\x89PNG\r\n", "empty": "", "y.yaml": "rules:\n- a\n", "p.parquet": "PAR1xx",
		"digest.json": `{"digestStartTime":"2024-05-01T00:00:00Z","logFiles":[]}`,
		"AWSLogs/1/1_CloudTrail-Digest_us-east-1_t_20240501T000000Z.json.gz": "never opened",
	})
	read, faults, in := namesRead(t, dir)
	slices.Sort(read)
	if got, want := strings.Join(read, ""), "abcfghijkl"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
	kinds := map[string]int{}
	for _, f := range faults {
		var foreign *Foreign
		if !errors.As(f.Err, &foreign) || !foreign.Found || foreign.Records > 0 || foreign.Lossy {
			t.Errorf("fault %v", f)
			continue
		}
		kinds[foreign.Form]++
	}
	if want := map[string]int{"of another kind": 3, "Parquet": 1, listing.Digest: 1}; !maps.Equal(kinds, want) {
		t.Errorf("others %v, want %v", kinds, want)
	}
	if skipped := in.Tally().Skipped; skipped[listing.Digest] != 1 || len(skipped) != 1 {
		t.Errorf("skipped %v", skipped)
	}
}

// A file that is named like JSON and holds none may be a broken copy.
func TestRecords_NamesOfJSONPromiseJSON(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": "hello", "b.json.gz": "hello", "c.txt": "hello"})
	_, faults, _ := namesRead(t, dir)
	var at []string
	for _, f := range faults {
		if !errors.As(f.Err, new(*Foreign)) {
			at = append(at, filepath.Base(f.Place.File))
		}
	}
	if want := []string{"a.json", "b.json.gz"}; !slices.Equal(at, want) {
		t.Errorf("faults of %v, want %v", at, want)
	}
}

func TestOpen_NamedFilesAreAlwaysRead(t *testing.T) {
	dir := tree(t, map[string]string{"i.txt": `{"eventSource":"s","eventName":"i"}`, "k": `{"eventSource":"s","eventName":"k"}`, "x_CloudTrail-Digest_y": `{"eventSource":"s","eventName":"x"}`})
	read, _, _ := namesRead(t, filepath.Join(dir, "k"), filepath.Join(dir, "x_CloudTrail-Digest_y"), "-", filepath.Join(dir, "i.txt"))
	if got, want := strings.Join(read, " "), "k x stdin i"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestOpen_OrderOfFiles(t *testing.T) {
	dir := tree(t, map[string]string{
		"AWSLogs/111122223333/CloudTrail/us-east-1/2024/05/01/111122223333_CloudTrail_us-east-1_20240501T0005Z_a.json":        `{"eventSource":"s","eventName":"3"}`,
		"AWSLogs/111122223333/CloudTrail/us-west-2/2024/04/30/111122223333_CloudTrail_us-west-2_20240430T2355Z_b.json":        `{"eventSource":"s","eventName":"1"}`,
		"AWSLogs/444455556666/CloudTrail/us-east-1/2024/05/01/444455556666_CloudTrail_us-east-1_20240501T0000Z_c.json":        `{"eventSource":"s","eventName":"2"}`,
		"AWSLogs/444455556666/CloudTrail/us-east-1/2024/05/01/444455556666_CloudTrail_us-east-1_20240501T0005Z_d.json":        `{"eventSource":"s","eventName":"4"}`,
		"AWSLogs/444455556666/CloudTrail-Insight/us-east-1/1/444455556666_CloudTrail-Insight_us-east-1_20240501T0010Z_e.json": `{"eventSource":"s","eventName":"5"}`,
		"z.json": `{"eventSource":"s","eventName":"7"}`, "b/20240101T0000Z.json": `{"eventSource":"s","eventName":"6"}`,
	})
	read, _, _ := namesRead(t, dir)
	if got, want := strings.Join(read, ""), "1234567"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
}

func TestOpen_SymbolicLinks(t *testing.T) {
	one := func(name string) string { return `{"eventSource":"s","eventName":"` + name + `"}` }
	dir := tree(t, map[string]string{"a/a.json": one("a"), "elsewhere/e.json": one("e"), "other.json": one("o")})
	for link, to := range map[string]string{"self": ".", "up": "..", "over": "../elsewhere", "other": "../other.json", "z.json": "a.json", "lost.json": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, "a", link)); err != nil {
			t.Skip(err)
		}
	}
	for follow, want := range map[bool]string{false: "a a", true: "a a e o o"} { // z.json is a second name of a.json
		in, err := Open([]string{filepath.Join(dir, "a")}, Options{Follow: follow})
		if err != nil {
			t.Fatal(err)
		}
		records, faults := drain(t, in)
		var read []string
		for _, r := range records {
			read = append(read, r.Field("eventName"))
		}
		slices.Sort(read)
		if got := strings.Join(read, " "); got != want {
			t.Errorf("follow %v: read %q, want %q", follow, got, want)
		}
		if len(faults) != 1 || !strings.HasSuffix(faults[0].Place.File, "lost.json") || faults[0].Place.N != 0 {
			t.Errorf("follow %v: faults %v", follow, faults)
		}
		left := 0
		for _, n := range in.Tally().Skipped {
			left += n
		}
		if want := map[bool]int{false: 3, true: 0}[follow]; left != want {
			t.Errorf("follow %v: %d links left out, want %d", follow, left, want)
		}
	}
}

func TestOpen_WhatCannotBeOpened(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": `{"eventSource":"s","eventName":"a"}`})
	_, err := Open([]string{filepath.Join(dir, "no1"), dir, filepath.Join(dir, "no2"), "-", "-"}, Options{Stdin: strings.NewReader("")})
	for _, want := range []string{"no1", "no2", "path 5: standard input can be read only once"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if _, err := Open(nil, Options{}); err == nil {
		t.Error("no paths: no error")
	}
	if _, err := Open([]string{"-"}, Options{}); err == nil {
		t.Error("no standard input: no error")
	}
}

func TestRecords_FilesThatCannotBeRead(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Log("permissions are not tested: this user may read everything")
	}
	dir := tree(t, map[string]string{"a.json": `{"eventSource":"s","eventName":"a"}`, "b.json": `{"eventSource":"s","eventName":"b"}`, "c.json": "", "d.json.gz": "", "e.jsonl": "", "f.json": `{"eventSource":"s","eventName":"f"}`})
	in, err := Open([]string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "b.json")); err != nil {
		t.Fatal(err)
	}
	records, faults := drain(t, in)
	var at []string
	for _, f := range faults {
		at = append(at, filepath.Base(f.Place.String())+": "+f.Err.Error())
	}
	want := []string{"b.json: opening: " + fs.ErrNotExist.Error(), "c.json: empty", "d.json.gz: empty"}
	if got := strings.Join(at, "\n"); got != strings.Replace(strings.Join(want, "\n"), fs.ErrNotExist.Error(), "no such file or directory", 1) {
		t.Errorf("faults\n%s", got)
	}
	if len(records) != 2 || records[1].Field("eventName") != "f" {
		t.Errorf("records %v", records)
	}
	if p := in.Progress(); p.FilesDone != 6 || p.Files != 6 {
		t.Errorf("%+v", p)
	}
}

func TestRecords_EmptyStandardInput(t *testing.T) {
	if records, faults := readAll(t, ""); len(records)+len(faults) > 0 {
		t.Errorf("records %v, faults %v", records, faults)
	}
}

func TestRecords_StopsWhenTheConsumerDoes(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": `[{"eventSource":"s","eventName":"1"},{"eventSource":"s","eventName":"2"},{"eventSource":"s","eventName":"3"}]`, "b.jsonl": "x\ny\n{\"eventSource\":\"s\",\"eventName\":\"4\"}", "c.json": `{"eventSource":"s","eventName":"5"}`})
	wrapped := []string{"export", "filter-log-events", "lookup-events", "payload, base64, wrapped", "SQS, failed Lambda event", "Kinesis", "a string", "mixed", "gzip, members"}
	all := shapes(t)
	for _, name := range wrapped {
		if err := os.WriteFile(filepath.Join(dir, name+".log"), []byte(all[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	most := 0
	for stop := 1; ; stop++ {
		in, err := Open([]string{dir}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		for range in.Records() { // a yield after the end would panic
			if steps++; steps == stop {
				break
			}
		}
		if steps < stop {
			break
		}
		most = stop
	}
	if want := 6 + len(examples)*len(wrapped); most != want {
		t.Errorf("%d steps, want %d", most, want)
	}
}

func TestProgress(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.json":     `{"eventSource":"s","eventName":"1"}`,
		"b.jsonl.gz": string(compress(t, []byte(strings.Repeat("{\"eventSource\":\"s\",\"eventName\":\"2\"}\n", 100_000)))),
	})
	var size int64
	for _, name := range []string{"a.json", "b.jsonl.gz"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	in, err := Open([]string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := in.Progress(); p != (Progress{Files: 2, Bytes: size}) {
		t.Errorf("at first %+v", p)
	}
	done := make(chan bool)
	go func() { // for the race detector
		defer close(done)
		for in.Progress().FilesDone < 2 {
			runtime.Gosched()
		}
	}()
	last := Progress{}
	for range in.Records() {
		p := in.Progress()
		if p.BytesRead < last.BytesRead || p.FilesDone < last.FilesDone || p.BytesRead > p.Bytes {
			t.Fatalf("%+v after %+v", p, last)
		}
		last = p
	}
	<-done
	if p := in.Progress(); p != (Progress{FilesDone: 2, Files: 2, BytesRead: size, Bytes: size}) {
		t.Errorf("at last %+v", p)
	}
	if in, _ := Open([]string{dir, "-"}, Options{Stdin: strings.NewReader("")}); in.Progress().Bytes != -1 {
		t.Errorf("with standard input %+v", in.Progress())
	}
}

// A file that grows while it is read is read to where it ends then.
func TestRecords_FileThatGrows(t *testing.T) {
	const n = 3000
	line := `{"eventSource":"s","eventName":"x","userIdentity":{}}` + "\n"
	path := filepath.Join(tree(t, map[string]string{"a.jsonl": strings.Repeat(line, n)}), "a.jsonl")
	in, err := Open([]string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	records := 0
	for _, err := range in.Records() {
		if err != nil {
			t.Fatal(err)
		}
		if records++; records > 1 {
			continue
		}
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(line); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if records != n && records != n+1 {
		t.Errorf("%d records, want %d or one more", records, n)
	}
}

// Names that tell of a delivery before the time asked for are not opened.
func TestOpen_SinceSkipsOlderDeliveries(t *testing.T) {
	const name = "111122223333_CloudTrail_eu-west-1_2026030%dT0900Z_x.json"
	dir := tree(t, map[string]string{
		fmt.Sprintf(name, 1): "never opened", fmt.Sprintf(name, 2): `{"eventSource":"s","eventName":"x","eventTime":"2026-03-01T23:00:00Z"}`,
		fmt.Sprintf(name, 3): `{"eventSource":"s","eventName":"y","eventTime":"2026-03-02T10:00:00Z"}`,
	})
	in, err := Open([]string{dir}, Options{Since: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	records, faults := drain(t, in)
	if len(faults) > 0 || len(records) != 1 || records[0].Field("eventName") != "y" {
		t.Errorf("records %v, faults %v", records, faults)
	}
	if got := in.Tally(); got.Older != 1 || got.Outside != 1 || got.Records != 1 {
		t.Errorf("%+v", got)
	}
}

// What has come in is handed on while the rest is waited for.
func TestRecords_DoNotWaitForMore(t *testing.T) {
	for name, before := range map[string]string{
		"lines": "", "an array": "[", "log events": `{"events":[`,
	} {
		in, w := io.Pipe()
		got := make(chan struct{})
		go func() {
			io.WriteString(w, before+strings.Repeat(pair[0]+"\n", 3))
			select {
			case <-got:
				w.Close()
			case <-time.After(time.Minute): // only where it is broken
				w.CloseWithError(errors.New("nothing was read"))
			}
		}()
		input, err := Open([]string{Stdin}, Options{Stdin: in})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range input.Records() {
			if err != nil && strings.Contains(err.Error(), "nothing was read") {
				t.Errorf("%s: %v", name, err)
			}
			if n++; n == 2 {
				close(got)
			}
		}
	}
}
