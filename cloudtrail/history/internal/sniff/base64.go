package sniff

import "bytes"

// base64Starts are how gzip, an object and an array begin in base64.
var base64Starts = []string{"H4sI", "eyJ", "eyA", "W3s"}

// Base64Start reports whether b begins with JSON or gzip in base64.
func Base64Start(b []byte) bool {
	for _, start := range base64Starts {
		if bytes.HasPrefix(b, []byte(start)) {
			return Base64(b[:min(len(b), 64)])
		}
	}
	return false
}

// Base64 reports whether all of b are characters of base64.
func Base64(b []byte) bool {
	for _, c := range b {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/', c == '=':
		default:
			return false
		}
	}
	return true
}
