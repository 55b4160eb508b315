package history

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/internal/gzipped"
)

// A layer is one of the things around the text of a file: compression, or an
// archive. The windows and decompressors are used again for the next file.
type layer struct {
	w  window
	gz *gzipped.Reader
}

// window begins with the content of layer n.
func (r *fileReader) window(n int, in io.Reader) *window {
	w := &r.layers[n].w
	w.reset(in)
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
func (r *fileReader) unwrap(out *output, n int, within string, whole *os.File) {
	w := &r.layers[n].w
	kind := kindOfLayer(w)
	if kind == text {
		s := stream{out: out, limit: r.limit, within: within, w: *w}
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
	out.give(cloudtrail.Record{}, fileFault(out.file, "reading", err))
}

// unpack reads what is in a layer that is not text.
func (r *fileReader) unpack(out *output, n int, kind layerKind, within string, whole *os.File) error {
	in := &windowReader{&r.layers[n].w}
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
	w := r.window(n, &opening{in, &out.budget})
	if !w.has(1) && w.err != io.EOF {
		r.fault(out, within, w.err)
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

// tar reads the files of a tar archive.
func (r *fileReader) tar(out *output, n int, within string, in io.Reader) error {
	archive := tar.NewReader(in)
	for !out.over() {
		head, err := archive.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case head.Typeflag == tar.TypeReg && !isDigestName(head.Name):
			r.member(out, n+1, partOf(within, head.Name), archive)
		}
	}
	return nil
}

// maxZip is how large a zip archive may be that can't be read at any place,
// because it comes from standard input or stands inside something else.
const maxZip = 64 << 20

// zip reads the files of a zip archive.
func (r *fileReader) zip(out *output, n int, within string, in io.Reader, whole *os.File) error {
	archive, err := openZip(in, whole)
	if err != nil {
		return err
	}
	for _, f := range archive.File {
		if out.over() {
			return nil
		}
		if f.FileInfo().IsDir() || isDigestName(f.Name) {
			continue
		}
		opened, err := f.Open()
		if err != nil {
			r.fault(out, partOf(within, f.Name), err)
			continue
		}
		r.member(out, n+1, partOf(within, f.Name), opened)
		opened.Close()
	}
	return nil
}

func openZip(in io.Reader, whole *os.File) (*zip.Reader, error) {
	if whole != nil {
		info, err := whole.Stat()
		if err != nil {
			return nil, err
		}
		return zip.NewReader(whole, info.Size())
	}
	data, err := io.ReadAll(io.LimitReader(in, maxZip+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxZip {
		return nil, fmt.Errorf("a zip archive of more than %d MiB that is not a file of its own: save it as one", maxZip>>20)
	}
	return zip.NewReader(bytes.NewReader(data), int64(len(data)))
}

// member reads one file of an archive. Like a file of a directory it may be of
// any kind.
func (r *fileReader) member(out *output, n int, within string, in io.Reader) {
	found := out.inTree
	out.inTree = true
	r.part(out, n, within, in)
	out.inTree = found
}

// partOf names a part of a part. Names in archives are not to be trusted.
func partOf(within, name string) string {
	name = cloudtrail.Excerpt([]byte(name))
	if within == "" {
		return name
	}
	return within + ", " + name
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

// kindOfLayer tells what a window begins with.
func kindOfLayer(w *window) layerKind {
	w.has(512)
	head := w.data()
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

// windowReader reads what is in a window, and behind it.
type windowReader struct{ w *window }

func (r *windowReader) Read(p []byte) (int, error) {
	if !r.w.has(1) {
		return 0, r.w.err
	}
	n := copy(p, r.w.data())
	r.w.skip(n)
	return n, nil
}
