package history

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"

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

func zstdOf(content string) string {
	return string(must(zstd.NewWriter(nil)).EncodeAll([]byte(content), nil))
}
