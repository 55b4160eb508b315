package fields

import (
	"bytes"
	"slices"
	"testing"

	"trailnotify/pattern/internal/patterntest"
)

// The index of backslashes is held to asking at every byte.
func TestBackslashes(t *testing.T) {
	for seed := range uint64(300) {
		c := patterntest.New(patterntest.RandomBytes(seed, 260))
		text := make([]byte, c.Pick(256))
		for i := range text {
			text[i] = "\\\"ab[}\x7f\x5d\xdc\x00"[c.Pick(10)]
		}
		from := c.Pick(len(text) + 1)
		var want []uint32
		for i := from; i < len(text); i++ {
			behind := i > 0 && text[i-1] == '\\' && text[i] == ']'
			if text[i] == '\\' {
				want = append(want, uint32(i))
			} else if behind {
				text[i] = 'x'
			}
		}
		if got := findBackslashes(nil, text, from); !slices.Equal(got, want) {
			t.Fatalf("%q from %d: %v, want %v", text, from, got, want)
		}
	}
}

// BenchmarkBackslashes is the part of a scan that looks at every byte.
func BenchmarkBackslashes(b *testing.B) {
	text := bytes.Repeat([]byte(`\"eventName\":\"GetObject\",\"userIdentity\":{\"arn\":\"arn:aws:iam::111122223333:user/alice\"},`), 500)
	var places []uint32
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		places = findBackslashes(places[:0], text, 0)
	}
}
