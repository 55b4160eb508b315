package buffer

import (
	"io"
	"sync"
)

// File reads a file that can be read at any place. What is asked for at a time
// is read on as many cores as are free, because most of the time of reading a
// file that the system has in memory is copying.
type File struct {
	file   io.ReaderAt
	cores  *Cores
	offset int64
}

// NewFile returns a reader from the start of a file.
func NewFile(file io.ReaderAt, cores *Cores) *File { return &File{file: file, cores: cores} }

// filePart is how much one core reads at least.
const filePart = 256 << 10

// Read implements io.Reader.
func (f *File) Read(p []byte) (n int, err error) {
	helpers := 0
	if wanted := len(p)/filePart - 1; wanted > 0 {
		helpers = f.cores.Take(wanted)
		defer f.cores.Give(helpers)
	}
	part := len(p)/(helpers+1) + 1
	counts, errs := make([]int, helpers+1), make([]error, helpers+1)
	var all sync.WaitGroup
	read := func(i int) {
		from, to := min(i*part, len(p)), min((i+1)*part, len(p))
		counts[i], errs[i] = f.file.ReadAt(p[from:to], f.offset+int64(from))
	}
	for i := range helpers {
		all.Go(func() { read(i + 1) })
	}
	read(0)
	all.Wait()
	for i := 0; i < len(counts) && err == nil; i++ { // what is behind an error is not what comes next
		n += counts[i]
		err = errs[i]
	}
	f.offset += int64(n)
	return n, err
}
