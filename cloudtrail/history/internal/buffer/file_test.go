package buffer

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
)

// failing is a file with one byte that can't be read.
type failing struct {
	*bytes.Reader
	bad int64
}

var errFailing = errors.New("bad sector")

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at <= f.bad && f.bad < at+int64(len(p)) {
		n, _ := f.Reader.ReadAt(p[:f.bad-at], at)
		return n, errFailing
	}
	return f.Reader.ReadAt(p, at)
}

// A file is read in order and to its end or to its first error, on any number
// of cores.
func TestFile_Read(t *testing.T) {
	content := make([]byte, 3<<20+17)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(content)
	const bad = 1<<20 + 333
	for free := range 4 {
		for _, size := range []int{1000, filePart, 1 << 20, 5 << 20} {
			var cores Cores
			cores.Give(free)
			got, err := readBy(NewFile(bytes.NewReader(content), &cores), size)
			if err != io.EOF || !bytes.Equal(got, content) {
				t.Errorf("%d cores, %d at a time: read %d bytes of %d, %v", free+1, size, len(got), len(content), err)
			}
			got, err = readBy(NewFile(failing{bytes.NewReader(content), bad}, &cores), size)
			if !errors.Is(err, errFailing) || !bytes.Equal(got, content[:bad]) {
				t.Errorf("%d cores, %d at a time: read %d bytes of %d before the error, %v", free+1, size, len(got), bad, err)
			}
			if n := cores.Take(9); n != free {
				t.Errorf("%d cores are free at the end, %d at the start", n, free)
			}
		}
	}
}

func readBy(in io.Reader, size int) (all []byte, err error) {
	p := make([]byte, size)
	for err == nil {
		var n int
		n, err = in.Read(p)
		all = append(all, p[:n]...)
	}
	return all, err
}
