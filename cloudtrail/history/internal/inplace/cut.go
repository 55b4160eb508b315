package inplace

import "bytes"

// CutAt finds a place after at where a record seems to begin: on a line of its
// own, or behind another one in an array. It looks at about most bytes, and
// returns the end of b where it finds none.
func CutAt(b []byte, at, most int) int {
	line, element := []byte("\n{"), []byte(`},{"eventVersion"`)
	for ahead := 8 << 10; ; ahead *= 8 {
		within := b[at:min(len(b), at+ahead)]
		i, j := bytes.Index(within, line), bytes.Index(within, element)
		switch {
		case i >= 0 && (j < 0 || i < j):
			return at + i + 1
		case j >= 0:
			return at + j + 2
		case ahead >= most || len(within) < ahead:
			return len(b)
		}
	}
}
