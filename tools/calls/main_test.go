package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestRun_WritesNamesAlone(t *testing.T) {
	data := t.TempDir()
	plain := filepath.Join(data, "crane", "2015-03-31")
	packed := filepath.Join(data, "api", "2020-01-01")
	for _, dir := range []string{plain, packed} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		t.Helper()
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var w io.WriteCloser = f
		if filepath.Ext(name) == ".gz" {
			w = gzip.NewWriter(f)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(plain, "service-2.json"), `{"metadata":{"endpointPrefix":"crane"},"operations":{"LiftLoad2020_05_31":{"documentation":"x"},"LowerLoad":{}}}`)
	write(filepath.Join(packed, "service-2.json.gz"), `{"metadata":{"endpointPrefix":"api.hoist","signingName":"hoist"},"operations":{"LowerLoad":{}}}`)
	write(filepath.Join(packed, "paginators-1.json"), `not JSON`)
	output := filepath.Join(t.TempDir(), "names.gz")
	if err := run(data, output); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(output)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if want := "crane\nhoist\n\nLiftLoad\nLowerLoad\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestRun_RefusesADirectoryWithoutModels(t *testing.T) {
	if err := run(t.TempDir(), filepath.Join(t.TempDir(), "names.gz")); err == nil {
		t.Error("no error")
	}
}
