package history

import (
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
)

// large is a history of n records that are plain but for some, in which arrays
// of records stand within records.
func large(n int) []string {
	inner := `[{"eventVersion":"1","x":"\n{"},{"eventVersion":"2"}]`
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`{"eventVersion":"1.09","userIdentity":{"type":"Root"},"eventTime":"2026-03-02T09:%02d:00Z","eventSource":"s3.amazonaws.com","eventName":"E%d","requestParameters":{"a":%s,"b":"%s"}}`,
			i%60, i, inner, strings.Repeat("x", 100+i%1000))
		if i%997 == 0 {
			all[i] = strings.Replace(all[i], `,"eventSource"`, `, "eventSource"`, 1)
		}
	}
	return all
}

// What is read does not depend on the number of cores, or on whether records
// are read in place.
func TestRecords_AnyNumberOfCores(t *testing.T) {
	all := large(5000)
	broken := append([]string{}, all...)
	broken[3000] = broken[3000][:60]
	mixed := append([]string{}, all...)
	for i := range mixed {
		switch {
		case i%50 == 7 && i > 2000: // not read in place
			mixed[i] = `{"eventVersion":"1.09","eventTime":"2026-03-02T09:00:00Z","insightDetails":{"state":"Start"}}`
		case i%501 == 0:
			mixed[i] = "not JSON"
		case i%701 == 0:
			mixed[i] = "\t" + mixed[i][:99] + "\n" + mixed[i][99:]
		}
	}
	lines := strings.Join(all, "\n") + "\n"
	zipped := string(compress(t, []byte(lines)))
	for name, content := range map[string]string{
		"lines":         lines,
		"array":         `{"Records":[` + strings.Join(all, ",") + "]}",
		"broken lines":  strings.Join(broken, "\n"),
		"mixed lines":   strings.Join(mixed, "\n"),
		"mixed array":   `{"Records":[` + strings.Join(mixed, ",") + "]}",
		"gzip":          zipped,
		"gzip, cut off": zipped[:len(zipped)/2],
		"blanks":        strings.ReplaceAll(lines, `":`, `": `),
	} {
		want := said(func(emit func(cloudtrail.Record, error) bool) {
			readFrom(&fileReader{limit: maxValue, slow: true}, strings.NewReader(content), emit)
		})
		if strings.Count(want, "<nil>") < 1000 {
			t.Errorf("%s: too few records to prove anything:\n%.1000s", name, want)
		}
		for _, workers := range []int{1, 2, 5} {
			path := filepath.Join(t.TempDir(), "history")
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			in, err := Open([]string{path}, Options{Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			got := said(in.Records())
			got = strings.ReplaceAll(got, path, "f")
			if got != want {
				t.Errorf("%s: %d workers read something else than the stream alone", name, workers)
			}
		}
	}
}

// said is a line for each record and each fault of a history.
func said(all iter.Seq2[cloudtrail.Record, error]) string {
	var said strings.Builder
	for r, err := range all {
		fmt.Fprintf(&said, "%d %s %v\n", r.Place.N, r.Field("eventName"), err)
	}
	return said.String()
}

// Many files, most of them small, in the order of their names.
func TestRecords_FilesInOrder(t *testing.T) {
	files := map[string]string{}
	all := large(3000)
	var want []string
	for i := range 40 {
		n := 10 + i%7*60
		files[fmt.Sprintf("%03d.json", i)] = strings.Join(all[:n], "\n")
		for k := range n {
			want = append(want, fmt.Sprintf("%03d.json:%d", i, k+1))
		}
	}
	dir := tree(t, files)
	for _, workers := range []int{1, 3, 16} {
		in, err := Open([]string{dir}, Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for r, err := range in.Records() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filepath.Base(r.Place.String()))
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%d workers: another order", workers)
		}
	}
}

// Workers end when the consumer stops, wherever they are.
func TestRecords_StopWithManyWorkers(t *testing.T) {
	content := strings.Join(large(4000), "\n")
	dir := tree(t, map[string]string{"a": content, "b": string(compress(t, []byte(content))), "c": content, "d": content})
	for stop := range 40 {
		in, err := Open([]string{dir}, Options{Workers: 4})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range in.Records() {
			if n++; n > stop*397 {
				break
			}
		}
	}
}

// Stop ends reading, even while standard input gives nothing.
func TestInput_Stop(t *testing.T) {
	silent, w := io.Pipe()
	defer w.Close()
	in, err := Open([]string{Stdin}, Options{Stdin: silent})
	if err != nil {
		t.Fatal(err)
	}
	go in.Stop()
	for r, err := range in.Records() {
		t.Errorf("read %v, %v", r, err)
	}
}
