package history

import (
	"io"

	"trailnotify/cloudtrail/history/internal/inplace"
	"trailnotify/cloudtrail/history/internal/ordered"
)

// A wholeFile is a file that can be read at any place.
type wholeFile struct {
	countingAt
	size   int64
	window *io.SectionReader // what the window reads from
	piece  int               // pieceSize, less in tests
	memory [][]byte          // by slot
}

// A large file is read in pieces, each by one core, which finds in its own
// cache what it has read. At most maxPieces are read in one go, so that cores
// that have become free meanwhile can help.
const (
	pieceSize  = 512 << 10
	pieceAhead = 32 << 10 // read behind a piece, to find where the next one begins
	maxPieces  = 128
	minPieces  = 4 // that must be left for it to be worthwhile
)

// A filePiece is what one core reads.
type filePiece struct {
	inplace.Pass
	from, to int64 // where in the file its first record seems to begin, and that of the next piece
	err      error
}

// inPieces reads records from the window's start on, on several cores, and goes
// to the end of what was read in place. It returns false where it can't.
func (s *stream) inPieces() bool {
	f := s.whole
	if f == nil || s.reach < minPieces*f.piece {
		return false
	}
	base := s.w.Offset
	n := int(min((f.size-base)/int64(f.piece), maxPieces))
	if n < minPieces {
		return false
	}
	helpers := s.cores.Take(min(maxHelpers, n-1))
	if helpers == 0 {
		return false
	}
	defer s.cores.Give(helpers)
	f.count(-len(s.w.Data())) // what the window holds is read again
	if slots := ordered.Slots(helpers); len(f.memory) < slots {
		f.memory = make([][]byte, slots)
	}
	at, all := base, true
	ordered.Pieces(n, helpers, func(slot, i int) *filePiece {
		return s.filePiece(slot, i, base+int64(i)*int64(f.piece))
	}, func(p *filePiece) bool {
		all = s.acceptPiece(p, &at)
		return all
	})
	s.goOnAt(at)
	if !all {
		s.reach = int(at - base)
	}
	return true
}

// acceptPiece hands on what a piece gave, if it begins at at, and moves that.
// It returns false if nothing behind it can be accepted.
func (s *stream) acceptPiece(p *filePiece, at *int64) bool {
	if p.err != nil || p.from != *at {
		return false
	}
	s.accept(&p.Pass)
	s.whole.count(p.Done)
	*at += int64(p.Done)
	return *at == p.to && !s.over()
}

// goOnAt makes the window begin at a place of the file.
func (s *stream) goOnAt(at int64) {
	_, s.w.Err = s.whole.window.Seek(at, io.SeekStart)
	s.w.Skip(len(s.w.Data()))
	s.w.Offset = at
}

// filePiece reads piece i, which is at a place of the file, but for the first
// part that belongs to a record of the piece before.
func (s *stream) filePiece(slot, i int, at int64) *filePiece {
	b, end, err := s.whole.cut(slot, at)
	start := 0
	if i > 0 {
		start = min(inplace.CutAt(b, 0, plainAhead), end)
	}
	p := &filePiece{Pass: inplace.New(s.out.keep.inPlace(), b, start, end), from: at + int64(start), to: at + int64(end), err: err}
	if i == 0 {
		p.Fresh, p.Indent = s.fresh, s.indent
	}
	if err == nil {
		p.Run()
	}
	return p
}

// cut reads the piece at a place of the file, and finds where the next begins:
// at the end of what it returns if there is none.
func (f *wholeFile) cut(slot int, at int64) (b []byte, end int, err error) {
	if err := f.in.ended(); err != nil {
		return nil, 0, err
	}
	for _, ahead := range []int{pieceAhead, plainAhead} {
		wanted := f.piece + ahead
		if cap(f.memory[slot]) < wanted {
			f.memory[slot] = make([]byte, wanted)
		}
		n, err := f.from.ReadAt(f.memory[slot][:wanted], at) // what is accepted is counted
		b = f.memory[slot][:n]
		if err != nil && err != io.EOF {
			return b, n, err
		}
		if end = inplace.CutAt(b, min(f.piece, n), plainAhead); end < n || n < wanted {
			break
		}
	}
	return b, end, nil
}
