package traffic

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"
)

// SampleConfig is the traffic of the sample that lies under testdata.
var SampleConfig = Config{Seed: 1, From: time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC), Days: 1, Records: 2600, Duplicates: 0.01}

// WriteSample writes the sample to a directory: the delivery files below sample/, what the default rules must find in them to
// sample.expected.json, and Lambda test events to payloads/. The same bytes every time.
func WriteSample(dir string) error {
	g, err := New(SampleConfig)
	if err != nil {
		return err
	}
	sink := NewS3(Files{Dir: filepath.Join(dir, "sample"), Level: gzip.BestCompression, Every: 30 * time.Minute})
	for r := range g.Records() {
		if err := sink.Write(r); err != nil {
			return errors.Join(err, sink.Close())
		}
	}
	if err := sink.Close(); err != nil {
		return err
	}
	expected, err := g.Expect().JSON()
	if err != nil {
		return err
	}
	return errors.Join(writeFile(Files{Dir: dir}, "sample.expected.json", expected), writeEvents(filepath.Join(dir, "payloads"), g))
}

// JSON is the text of an expectation file.
func (e Expected) JSON() ([]byte, error) {
	var out bytes.Buffer
	w := json.NewEncoder(&out)
	w.SetIndent("", "  ")
	err := w.Encode(e)
	return out.Bytes(), err
}
