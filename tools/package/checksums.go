package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// checksums is the file by which "sha256sum -c SHA256SUMS" checks the others.
func checksums(files []file) file {
	var out bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&out, "%x  %s\n", sha256.Sum256(f.data), f.name)
	}
	return file{name: "SHA256SUMS", data: out.Bytes()}
}
