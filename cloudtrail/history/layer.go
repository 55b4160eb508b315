package history

import (
	"bytes"
	"compress/bzip2"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/listing"
	"trailnotify/cloudtrail/internal/gzipped"
)

// A layer is one of the things around the text of a file: compression, or an
// archive. The windows and decompressors are used again for the next file.
type layer struct {
	w  buffer.Window
	gz *gzipped.Reader
}

// window begins with the content of layer n.
func (r *fileReader) window(n int, in io.Reader) *buffer.Window {
	w := &r.layers[n].w
	w.Reset(in)
	return w
}

// close gives back what the layers took.
func (r *fileReader) close() {
	for i := range r.layers {
		if gz := r.layers[i].gz; gz != nil {
			gz.Release()
		}
	}
}

// unwrap reads the content of the window of layer n: text, or another layer.
// within names it where it is a part of the file.
func (r *fileReader) unwrap(out *output, n int, within string, whole *wholeFile) {
	w := &r.layers[n].w
	kind := kindOfLayer(w)
	if kind == text {
		s := stream{out: out, limit: r.limit, cores: r.cores, slow: r.slow, whole: whole, within: within, w: *w}
		s.w.Idle = out.idle
		s.run()
		*w = s.w // its buffer has grown
		return
	}
	if n == maxLevel {
		r.fault(out, within, errNested)
		return
	}
	if err := r.unpack(out, n, kind, within, whole); err != nil {
		r.fault(out, within, err)
	}
}

// fault reports what is wrong with a file, or a part of it, as a whole.
func (r *fileReader) fault(out *output, within string, err error) {
	if within != "" {
		err = fmt.Errorf("in %s: %w", within, err)
	}
	out.give(cloudtrail.Record{}, listing.Fault(out.file, "reading", err))
}

// unpack reads what is in a layer that is not text.
func (r *fileReader) unpack(out *output, n int, kind layerKind, within string, whole *wholeFile) error {
	in := &r.layers[n].w
	inner, err := r.decompressor(n, kind, in)
	switch {
	case err != nil:
		return err
	case inner != nil:
		defer inner.Close()
		r.part(out, n+1, within, inner)
		return nil
	case kind == tarLayer:
		return r.tar(out, n, within, in)
	default:
		return r.zip(out, n, within, in, whole)
	}
}

// part reads the content of a layer, or a file of an archive.
func (r *fileReader) part(out *output, n int, within string, in io.Reader) {
	more := buffer.NewAhead(out.budget.Opening(in), r.cores)
	defer more.Stop()
	w := r.window(n, more)
	if !w.Has(1) && w.Err != io.EOF {
		r.fault(out, within, w.Err)
		return
	}
	r.unwrap(out, n, within, nil)
}

// decompressor opens compressed data. It returns nil for an archive.
func (r *fileReader) decompressor(n int, kind layerKind, in io.Reader) (io.ReadCloser, error) {
	switch kind {
	case gzipLayer:
		l := &r.layers[n]
		if l.gz == nil {
			l.gz = gzipped.NewReader()
		}
		return io.NopCloser(l.gz), l.gz.Reset(in)
	case bzip2Layer:
		return io.NopCloser(bzip2.NewReader(in)), nil
	case zstdLayer:
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	default:
		return nil, nil
	}
}

// layerKind is what a layer is.
type layerKind int

const (
	text layerKind = iota
	gzipLayer
	bzip2Layer
	zstdLayer
	zipLayer
	tarLayer
)

// kindOfLayer tells what a window begins with. It does not wait for more where
// records begin.
func kindOfLayer(w *buffer.Window) layerKind {
	if w.Has(2); bytes.HasPrefix(w.Data(), []byte(`{"`)) {
		return text
	}
	w.Has(512)
	head := w.Data()
	switch {
	case gzipped.Is(head):
		return gzipLayer
	case len(head) > 10 && bytes.HasPrefix(head, []byte("BZh")) && bytes.Equal(head[4:10], []byte("1AY&SY")):
		return bzip2Layer
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return zstdLayer
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return zipLayer
	case len(head) >= 262 && string(head[257:262]) == "ustar":
		return tarLayer
	default:
		return text
	}
}
