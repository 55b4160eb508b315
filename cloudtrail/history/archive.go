package history

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/listing"
)

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
		case head.Typeflag == tar.TypeReg && !listing.IsDigest(head.Name):
			r.member(out, n+1, partOf(within, head.Name), archive)
		}
	}
	return nil
}

// maxZip is how large a zip archive may be that can't be read at any place,
// because it comes from standard input or is inside something else.
const maxZip = 64 << 20

// zip reads the files of a zip archive.
func (r *fileReader) zip(out *output, n int, within string, in io.Reader, whole *wholeFile) error {
	archive, err := r.openZip(out, in, whole)
	if err != nil {
		return err
	}
	for _, f := range archive.File {
		if out.over() {
			return nil
		}
		if !f.FileInfo().IsDir() && !listing.IsDigest(f.Name) {
			r.zipped(out, n+1, partOf(within, f.Name), f)
		}
	}
	return nil
}

// zipped reads one file of a zip archive.
func (r *fileReader) zipped(out *output, n int, within string, f *zip.File) {
	opened, err := f.Open()
	if err != nil {
		r.fault(out, within, err)
		return
	}
	defer opened.Close()
	r.member(out, n, within, opened)
}

func (r *fileReader) openZip(out *output, in io.Reader, whole *wholeFile) (*zip.Reader, error) {
	if whole != nil {
		return zip.NewReader(whole, whole.size)
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
