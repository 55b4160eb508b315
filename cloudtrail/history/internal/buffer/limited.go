package buffer

// Limited reads a window, and gives no more of it than Left, which its user sets
// anew for each thing that it reads: a quote that is never closed must not take a
// whole file into memory. Then it fails with Err.
type Limited struct {
	*Window
	Left int
	Err  error
}

// Read implements io.Reader.
func (l *Limited) Read(p []byte) (int, error) {
	if l.Left <= 0 {
		return 0, l.Err
	}
	n, err := l.Window.Read(p[:min(len(p), l.Left)])
	l.Left -= n
	return n, err
}
