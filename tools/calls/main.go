// Command calls writes the names of AWS API calls and of the services that they
// go to, as CloudTrail records them, from the service models of botocore.
//
//	go run ./calls BOTOCORE_DATA OUTPUT
//
// The output is compressed: first the sources without .amazonaws.com, one a
// line, then an empty line, then the calls. The names of the models and nothing
// else of them are in it.
package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: calls BOTOCORE_DATA OUTPUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "calls:", err)
		os.Exit(1)
	}
}

func run(data, output string) error {
	files, err := filepath.Glob(filepath.Join(data, "*", "*", "service-2.json*"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no service models in %s", data)
	}
	n := names{sources: map[string]bool{}, calls: map[string]bool{}}
	for _, file := range files {
		if err := n.add(file); err != nil {
			return fmt.Errorf("reading %s: %w", file, err)
		}
	}
	return n.writeFile(output)
}

type names struct{ sources, calls map[string]bool }

// model is what is read of a service model.
type model struct {
	Metadata struct {
		EndpointPrefix string `json:"endpointPrefix"`
		SigningName    string `json:"signingName"`
	} `json:"metadata"`
	Operations map[string]struct{} `json:"operations"`
}

// dated is the date of an API version at the end of a name.
var dated = regexp.MustCompile(`_?20[0-9]{2}_?[0-9]{2}_?[0-9]{2}$`)

func (n names) add(file string) error {
	m, err := read(file)
	if err != nil {
		return err
	}
	for _, source := range []string{m.Metadata.EndpointPrefix, m.Metadata.SigningName} {
		if source != "" && !strings.Contains(source, ".") {
			n.sources[source] = true
		}
	}
	for call := range m.Operations {
		n.calls[dated.ReplaceAllString(call, "")] = true
	}
	return nil
}

func read(file string) (m model, err error) {
	f, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return m, err
		}
	}
	return m, json.NewDecoder(r).Decode(&m)
}

func (n names) writeFile(name string) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := n.write(out); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return out.Close()
}

// write writes the same bytes for the same names.
func (n names) write(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	lists := [][]string{slices.Sorted(maps.Keys(n.sources)), {""}, slices.Sorted(maps.Keys(n.calls))}
	if _, err := io.WriteString(z, strings.Join(slices.Concat(lists...), "\n")+"\n"); err != nil {
		return err
	}
	return z.Close()
}
