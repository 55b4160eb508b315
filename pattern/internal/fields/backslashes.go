package fields

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Block is how many bytes are looked at together: as many as a word has bits.
const Block = 64

// findBackslashes appends to dst where the backslashes of a text are, from a
// place on. Behind a backslash a ] may be taken for another.
//
// There is no branch for a byte or a word: strings are short, and asking
// everywhere whether one ends there would be guessed wrong too often. Each
// block becomes a bit per byte.
func findBackslashes(dst []uint32, text []byte, at int) []uint32 {
	for ; len(text)-at >= Block; at += Block {
		b := (*[Block]byte)(text[at:])
		dst = appendPlaces(dst, at, backslashBits(b[0:8])|backslashBits(b[8:16])<<8|
			backslashBits(b[16:24])<<16|backslashBits(b[24:32])<<24|
			backslashBits(b[32:40])<<32|backslashBits(b[40:48])<<40|
			backslashBits(b[48:56])<<48|backslashBits(b[56:64])<<56)
	}
	for ; at < len(text); at++ {
		if text[at] == '\\' {
			dst = append(dst, uint32(at))
		}
	}
	return dst
}

// appendPlaces appends the places of the bits that are set. Most blocks have
// eight at most, so the places of eight are written whether they are there or
// not.
func appendPlaces(dst []uint32, at int, set uint64) []uint32 {
	n := len(dst)
	dst = slices.Grow(dst, Block)[:n+bits.OnesCount64(set)]
	places := dst[n : n+Block]
	for k := 0; k < 8; k += 4 {
		places[k] = uint32(at + bits.TrailingZeros64(set))
		set &= set - 1
		places[k+1] = uint32(at + bits.TrailingZeros64(set))
		set &= set - 1
		places[k+2] = uint32(at + bits.TrailingZeros64(set))
		set &= set - 1
		places[k+3] = uint32(at + bits.TrailingZeros64(set))
		set &= set - 1
	}
	for k := 8; set != 0; k++ {
		places[k] = uint32(at + bits.TrailingZeros64(set))
		set &= set - 1
	}
	return dst
}

// backslashBits returns a bit per byte of eight, the lowest for the first. The
// multiplication moves the high bit of each byte to its place in the highest
// byte.
func backslashBits(b []byte) uint64 {
	const low, high = 0x0101010101010101, 0x8080808080808080
	x := binary.LittleEndian.Uint64(b) ^ low*'\\'
	zero := (x - low) &^ x & high // the high bit of each byte that is 0, or 1 above a 0
	return zero * 0x0002040810204081 >> 56
}
