package fields

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"trailnotify/pattern/internal/patterntest"
)

// checkValid holds the scanner to the judgement of encoding/json and of gjson,
// which agree with each other.
func checkValid(t *testing.T, data []byte) {
	got := Valid(data)
	if want := json.Valid(data); got != want {
		t.Fatalf("%q: valid %v, encoding/json says %v", data, got, want)
	}
	if want := gjson.ValidBytes(data); got != want {
		t.Fatalf("%q: valid %v, gjson says %v", data, got, want)
	}
}

var jsonTexts = []string{
	``, ` `, `{}`, `[]`, `{`, `[`, `}`, `]`, `{]`, `[}`, `{"a":1}`, `{"a":1,}`, `{,}`, `[1,]`, `[,1]`, `[1 2]`, `{"a" 1}`, `{"a":}`, `{a:1}`,
	`0`, `-0`, `-`, `01`, `1.`, `.1`, `1.0e`, `1e+`, `1E-5`, `1e5.`, `+1`, `--1`, `true`, `tru`, `truex`, `null `, `nul`, `nan`,
	`""`, `"`, `"a`, `"\"`, `"\x"`, `"\u12g4"`, `"\u1234"`, `"\u123`, "\"\x1f\"", "\"\x7f\xff\"", `"12345678"`, `"1234567\"89"`, `"123456789\\"`,
	` [ { "a" : [ ] , "b" : { } } , 1 ] `, `{"a":1}}`, `[[[[[[]]]]]]`, `[[[[[[]]]]]`, "[1\n,\t2\r]", "[\v1]", "\xef\xbb\xbf{}",
	strings.Repeat("[", 70) + strings.Repeat("]", 70), strings.Repeat(`{"a":[`, 70) + "1" + strings.Repeat(`]}`, 70), strings.Repeat("[", 129) + "{" + strings.Repeat("]", 129),
}

func TestJSONScanner_JudgesAsOthersDo(t *testing.T) {
	for _, text := range jsonTexts {
		checkValid(t, []byte(text))
	}
	for seed := range uint64(3_000) {
		c := patterntest.New(patterntest.RandomBytes(seed, 150))
		text := []byte(c.Message())
		checkValid(t, text)
		if len(text) > 0 {
			text[c.Pick(len(text))] = byte(c.Pick(256))
			checkValid(t, text)
		}
	}
}

func TestSpecialBytes_FindsTheFirst(t *testing.T) {
	for c := range 256 {
		want := c < 0x20 || c == '"' || c == '\\'
		for at := range 8 {
			for _, fill := range []byte{'a', 0x20, 0x21, 0x23, 0x7f, 0x80, 0xa2, 0xdc, 0xff} {
				text := bytes.Repeat([]byte{fill}, 8)
				text[at] = byte(c)
				found := specialBytes(binary.LittleEndian.Uint64(text))
				if want != (found != 0) || want && bits.TrailingZeros64(found)/8 != at {
					t.Fatalf("%q: %x", text, found)
				}
			}
		}
	}
}

func FuzzJSONScanner(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(checkValid)
}

// checkUnquote holds unquote to encoding/json, which differs only in what it
// does with halves of surrogate pairs and with bytes that are not UTF-8.
func checkUnquote(t *testing.T, quoted []byte) {
	s := stepper{text: quoted}
	if len(quoted) == 0 || quoted[0] != '"' || s.str(0) != len(quoted) {
		return
	}
	got := Unquote(nil, quoted[1:len(quoted)-1])
	var want string
	if err := json.Unmarshal(quoted, &want); err != nil {
		t.Fatalf("%q: %v", quoted, err)
	}
	if utf8.Valid(got) && utf8.Valid(quoted) {
		if string(got) != want {
			t.Fatalf("%q: %q, encoding/json says %q", quoted, got, want)
		}
		return
	}
	if !strings.Contains(want, "\ufffd") {
		t.Fatalf("%q: %q, encoding/json finds nothing wrong: %q", quoted, got, want)
	}
}

func TestUnquote(t *testing.T) {
	for quoted, want := range map[string]string{
		`""`: "", `"a"`: "a", `"\"\\\/\b\f\n\r\t"`: "\"\\/\b\f\n\r\t", `"\u00e9\u0041"`: "éA", `"\ud83d\ude00"`: "😀",
		`"\ud83d"`: "\xed\xa0\xbd", `"\ude00\ud83d"`: "\xed\xb8\x80\xed\xa0\xbd", `"\ud83d\u0041"`: "\xed\xa0\xbdA", "\"\xff\"": "\xff", `"\u0000"`: "\x00",
	} {
		if got := Unquote(nil, []byte(quoted[1:len(quoted)-1])); string(got) != want {
			t.Errorf("%s: %q, want %q", quoted, got, want)
		}
		checkUnquote(t, []byte(quoted))
	}
	if got := Unquote([]byte("x"), []byte(`\n`)); string(got) != "x\n" {
		t.Errorf("unquote does not append: %q", got)
	}
}

func FuzzUnquote(f *testing.F) {
	for _, s := range []string{`""`, `"\u00e9\"\\"`, `"\ud83d\ude00"`, `"\ud83d\ud83d\ude00"`, "\"\xff\\n\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(checkUnquote)
}
