package history

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
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

// order reads all records and returns their field "n".
func order(t *testing.T, paths ...string) (read []string, faults []*cloudtrail.Fault, in *Input) {
	t.Helper()
	in, err := Open(paths, strings.NewReader(`{"n":"stdin"}`))
	if err != nil {
		t.Fatal(err)
	}
	records, faults := drain(t, in)
	for _, r := range records {
		read = append(read, r.Field("n"))
	}
	return read, faults, in
}

func TestOpen_WhichFilesOfADirectory(t *testing.T) {
	gz := string(compress(t, []byte(`{"n":"gz"}`)))
	dir := tree(t, map[string]string{
		"a.json": `{"n":"a"}`, "b.jsonl": `{"n":"b"}`, "c.LOG": `{"n":"c"}`, "d/e/f.json.gz": gz, "g.jsonl.gz": gz, "h.log.GZ": gz,
		"i.txt": `{"n":"no"}`, "j.gz": gz, "k": `{"n":"no"}`, "json": "x", "l.json.zip": "x", "m.csv.gz": "x",
		"AWSLogs/1/CloudTrail-Digest/x.json":                                 `{"n":"no"}`,
		"AWSLogs/1/1_CloudTrail-Digest_us-east-1_t_20240501T000000Z.json.gz": `{"n":"no"}`,
	})
	read, faults, in := order(t, dir)
	if got, want := strings.Join(read, " "), "a b c gz gz gz"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
	if len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
	if p := in.Progress(); p.Skipped != 6 || p.Files != 6 || p.FilesDone != 6 {
		t.Errorf("%+v", p)
	}
}

func TestOpen_NamedFilesAreAlwaysRead(t *testing.T) {
	dir := tree(t, map[string]string{"i.txt": `{"n":"i"}`, "k": `{"n":"k"}`, "x_CloudTrail-Digest_y": `{"n":"x"}`})
	read, _, _ := order(t, filepath.Join(dir, "k"), filepath.Join(dir, "x_CloudTrail-Digest_y"), "-", filepath.Join(dir, "i.txt"))
	if got, want := strings.Join(read, " "), "k x stdin i"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestOpen_OrderOfFiles(t *testing.T) {
	dir := tree(t, map[string]string{
		"AWSLogs/111122223333/CloudTrail/us-east-1/2024/05/01/111122223333_CloudTrail_us-east-1_20240501T0005Z_a.json":        `{"n":"3"}`,
		"AWSLogs/111122223333/CloudTrail/us-west-2/2024/04/30/111122223333_CloudTrail_us-west-2_20240430T2355Z_b.json":        `{"n":"1"}`,
		"AWSLogs/444455556666/CloudTrail/us-east-1/2024/05/01/444455556666_CloudTrail_us-east-1_20240501T0000Z_c.json":        `{"n":"2"}`,
		"AWSLogs/444455556666/CloudTrail/us-east-1/2024/05/01/444455556666_CloudTrail_us-east-1_20240501T0005Z_d.json":        `{"n":"4"}`,
		"AWSLogs/444455556666/CloudTrail-Insight/us-east-1/1/444455556666_CloudTrail-Insight_us-east-1_20240501T0010Z_e.json": `{"n":"5"}`,
		"z.json": `{"n":"7"}`, "b/20240101T0000Z.json": `{"n":"6"}`,
	})
	read, _, _ := order(t, dir)
	if got, want := strings.Join(read, ""), "1234567"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
}

func TestDeliveryTime(t *testing.T) {
	for name, want := range map[string]string{
		"111122223333_CloudTrail_us-east-1_20230710T1145Z_7xgocspSowgK0Gto.json.gz": "20230710T1145",
		"o-abc_CloudTrail-Insight_us-gov-west-1_20230710T1145Z_x.json":              "20230710T1145",
		"111122223333_CloudTrail_us-east-1-20200930T2358.json":                      "20200930T2358",
		"20230710T1145Z.json":           "",
		"x_CloudTrail_20230710T11.json": "",
		"_CloudTrail":                   "",
	} {
		if got := deliveryTime(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestOpen_SymbolicLinks(t *testing.T) {
	dir := tree(t, map[string]string{"a/a.json": `{"n":"a"}`, "elsewhere/e.json": `{"n":"e"}`})
	for link, to := range map[string]string{"a/self": ".", "a/up": "..", "a/over": "../elsewhere", "a/z.json": "a.json", "a/lost.json": "nowhere", "a/lost.txt": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, "a", filepath.Base(link))); err != nil {
			t.Skip(err)
		}
	}
	read, faults, in := order(t, filepath.Join(dir, "a"))
	slices.Sort(read)
	if got, want := strings.Join(read, " "), "a a e"; got != want { // z.json is a second name of a.json
		t.Errorf("read %q, want %q", got, want)
	}
	if len(faults) != 1 || !strings.HasSuffix(faults[0].Place.File, "lost.json") || faults[0].Place.N != 0 {
		t.Errorf("faults %v", faults)
	}
	if p := in.Progress(); p.Skipped != 1 {
		t.Errorf("%+v", p)
	}
}

func TestOpen_WhatCannotBeOpened(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": `{"n":"a"}`})
	_, err := Open([]string{filepath.Join(dir, "no1"), dir, filepath.Join(dir, "no2"), "-", "-"}, strings.NewReader(""))
	for _, want := range []string{"no1", "no2", "path 5: standard input can be read only once"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if _, err := Open(nil, nil); err == nil {
		t.Error("no paths: no error")
	}
	if _, err := Open([]string{"-"}, nil); err == nil {
		t.Error("no standard input: no error")
	}
}

func TestRecords_FilesThatCannotBeRead(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Log("permissions are not tested: this user may read everything")
	}
	dir := tree(t, map[string]string{"a.json": `{"n":"a"}`, "b.json": `{"n":"b"}`, "c.json": "", "d.json.gz": "", "e.jsonl": "", "f.json": `{"n":"f"}`})
	in, err := Open([]string{dir}, nil)
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
	if len(records) != 2 || records[1].Field("n") != "f" {
		t.Errorf("records %v", records)
	}
	if p := in.Progress(); p.FilesDone != 6 || p.Files != 6 {
		t.Errorf("%+v", p)
	}
}

func TestRecords_DirectoryWithNothingToRead(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "x", "sub/b.csv": "x"})
	read, faults, in := order(t, dir)
	if len(read) != 0 || len(faults) != 1 || faults[0].Place != (cloudtrail.Place{File: dir}) || in.Progress().Skipped != 2 {
		t.Errorf("read %v, faults %v, %+v", read, faults, in.Progress())
	}
}

func TestRecords_EmptyStandardInput(t *testing.T) {
	if records, faults := readAll(t, ""); len(records)+len(faults) > 0 {
		t.Errorf("records %v, faults %v", records, faults)
	}
}

func TestRecords_StopsWhenTheConsumerDoes(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": `[{"n":"1"},{"n":"2"},{"n":"3"}]`, "b.jsonl": "x\ny\n{\"n\":\"4\"}", "c.json": `{"n":"5"}`})
	wrapped := []string{"export", "filter-log-events", "lookup-events", "payload, base64, wrapped", "SQS, failed Lambda event", "Kinesis", "a string", "mixed", "gzip, members"}
	all := shapes(t)
	for _, name := range wrapped {
		if err := os.WriteFile(filepath.Join(dir, name+".log"), []byte(all[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	most := 0
	for stop := 1; ; stop++ {
		in, err := Open([]string{dir}, nil)
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
		"a.json":     `{"n":"1"}`,
		"b.jsonl.gz": string(compress(t, []byte(strings.Repeat("{\"n\":\"2\"}\n", 100_000)))),
	})
	var size int64
	for _, name := range []string{"a.json", "b.jsonl.gz"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	in, err := Open([]string{dir}, nil)
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
	if in, _ := Open([]string{dir, "-"}, strings.NewReader("")); in.Progress().Bytes != -1 {
		t.Errorf("with standard input %+v", in.Progress())
	}
}
