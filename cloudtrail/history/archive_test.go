package history

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// must returns v: what it is of can't fail in memory.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func tarOf(files map[string]string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
			panic(err)
		}
		must(w.Write([]byte(files[name])))
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func zipOf(files map[string]string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f := must(w.Create(name))
		if !strings.HasSuffix(name, "/") {
			must(f.Write([]byte(files[name])))
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func gzipOf(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	must(w.Write([]byte(content)))
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func zstdOf(content string) string {
	return string(must(zstd.NewWriter(nil)).EncodeAll([]byte(content), nil))
}

// What a zip archive decompresses to is held against the whole file, not only
// against what was read of it to tell that it is one.
func TestZip_CountsWhatIsRead(t *testing.T) {
	random := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{}).Read(random)
	content := pair[0] + "\n\"" + b64(string(random)) + "\"\n" + pair[1]
	path := filepath.Join(tree(t, map[string]string{"a.zip": zipOf(map[string]string{"a": content})}), "a.zip")
	in, err := Open([]string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if records, _ := drain(t, in); len(records) != 2 {
		t.Errorf("records %v", records)
	}
	if p := in.Progress(); p.BytesRead < p.Bytes || p.Bytes < 3<<20 {
		t.Errorf("%d bytes of %d were read", p.BytesRead, p.Bytes)
	}
}
