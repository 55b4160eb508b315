package stage

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"

	fast "github.com/klauspost/compress/gzip"

	"trailnotify/bench/records"
)

// Reference opens the gzip of a payload with compress/gzip, reader and buffer
// used again: what everything else is a multiple of.
func Reference() Step { return gunzip(new(gzip.Reader)) }

// Gunzip is the same with the library of the product.
func Gunzip() Step { return gunzip(new(fast.Reader)) }

// A resettable reader of gzip can be used again.
type resettable interface {
	io.Reader
	Reset(r io.Reader) error
}

func gunzip(reader resettable) Step {
	var in bytes.Reader
	var buffer bytes.Buffer
	return func(p *records.Payload) error {
		in.Reset(p.Gzip)
		buffer.Reset()
		if err := reader.Reset(&in); err != nil {
			return err
		}
		if _, err := buffer.ReadFrom(reader); err != nil {
			return err
		}
		return same("bytes opened", buffer.Len(), len(p.JSON))
	}
}

// Base64 decodes the base64 of a payload into one buffer.
func Base64() Step {
	var buffer []byte
	return func(p *records.Payload) error {
		if need := base64.StdEncoding.DecodedLen(len(p.Base64)); len(buffer) < need {
			buffer = make([]byte, need)
		}
		n, err := base64.StdEncoding.Decode(buffer, p.Base64)
		if err != nil {
			return err
		}
		return same("bytes decoded", n, len(p.Gzip))
	}
}
