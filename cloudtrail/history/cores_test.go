package history

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
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

// contents are large ones of several kinds.
func contents(t *testing.T) map[string]string {
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
	return map[string]string{
		"lines":         lines,
		"array":         `{"Records":[` + strings.Join(all, ",") + "]}",
		"broken lines":  strings.Join(broken, "\n"),
		"mixed lines":   strings.Join(mixed, "\n"),
		"mixed array":   `{"Records":[` + strings.Join(mixed, ",") + "]}",
		"gzip":          zipped,
		"gzip, cut off": zipped[:len(zipped)/2],
		"blanks":        strings.ReplaceAll(lines, `":`, `": `),
		"long records":  strings.Join(slices.Concat(all[:50], []string{strings.Replace(all[0], "xxx", strings.Repeat("x", 900_000), 1)}, all[50:2000]), "\n"),
	}
}

// slowly is what the stream alone says of content.
func slowly(t *testing.T, content string) string {
	t.Helper()
	want := said(func(emit func(cloudtrail.Record, error) bool) {
		readFrom(&fileReader{limit: maxValue, slow: true}, strings.NewReader(content), emit)
	})
	if strings.Count(want, "<nil>") < 1000 {
		t.Errorf("too few records to prove anything:\n%.1000s", want)
	}
	return want
}

// What is read does not depend on the number of cores, or on whether records
// are read in place.
func TestRecords_AnyNumberOfCores(t *testing.T) {
	for name, content := range contents(t) {
		want := slowly(t, content)
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

// Nor does it depend on where a file is cut into pieces. Each byte counts once.
func TestRecords_AnyPieces(t *testing.T) {
	for name, content := range contents(t) {
		want := slowly(t, content)
		for _, piece := range []int{701, 10_007, 1 << 17} {
			r := &fileReader{in: &Input{}, limit: maxValue, cores: &buffer.Cores{}, piece: piece}
			r.cores.Give(3)
			got := said(func(emit func(cloudtrail.Record, error) bool) {
				readWhole(r, strings.NewReader(content), int64(len(content)), emit)
			})
			if got != want {
				t.Errorf("%s: pieces of %d bytes give something else than the stream alone", name, piece)
			}
			if n := r.in.read.Load(); n != int64(len(content)) {
				t.Errorf("%s: pieces of %d bytes: %d bytes counted, want %d", name, piece, n, len(content))
			}
		}
	}
}

// A file that shrinks or can't be read from somewhere on gives what is before
// that, and the fault.
func TestRecords_PiecesOfDamage(t *testing.T) {
	content := contents(t)["lines"]
	const cut = 2_000_000
	want := slowly(t, content[:cut])
	for name, file := range map[string]io.ReaderAt{
		"shrunk":     strings.NewReader(content[:cut]),
		"unreadable": unreadable{strings.NewReader(content), cut},
	} {
		r := &fileReader{in: &Input{}, limit: maxValue, cores: &buffer.Cores{}, piece: 10_007}
		r.cores.Give(3)
		got := said(func(emit func(cloudtrail.Record, error) bool) { readWhole(r, file, int64(len(content)), emit) })
		lastGot, lastWant := strings.LastIndex(got[:len(got)-1], "\n"), strings.LastIndex(want[:len(want)-1], "\n")
		if got[:lastGot] != want[:lastWant] {
			t.Errorf("%s: other records than before the damage", name)
		}
		if fault := got[lastGot+1:]; name == "unreadable" && !strings.Contains(fault, errSector.Error()) || strings.Contains(fault, "<nil>") {
			t.Errorf("%s: ends with %q", name, fault)
		}
	}
}

// unreadable is a file that can't be read from a place on.
type unreadable struct {
	io.ReaderAt
	from int64
}

var errSector = errors.New("bad sector")

func (u unreadable) ReadAt(p []byte, at int64) (int, error) {
	n := min(int64(len(p)), max(0, u.from-at))
	if _, err := u.ReaderAt.ReadAt(p[:n], at); err != nil || n == int64(len(p)) {
		return int(n), err
	}
	return int(n), errSector
}

func readWhole(r *fileReader, file io.ReaderAt, size int64, emit func(cloudtrail.Record, error) bool) {
	out := &output{file: "f", emit: emit}
	whole := r.whole(out, file, size)
	r.content(out, whole.window, whole, true)
	out.end()
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
