package history

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"time"

	"trailnotify/cloudtrail/history/internal/form"
	"trailnotify/cloudtrail/history/internal/sniff"
	"trailnotify/cloudtrail/internal/rawjson"
)

func (s *stream) atBase64() bool {
	s.w.Has(64)
	line, _, _ := bytes.Cut(s.w.Data()[:min(64, len(s.w.Data()))], []byte{'\n'})
	return sniff.Base64Start(bytes.TrimRight(line, "\r"))
}

// base64Lines reads a payload in base64, in one line or, as the base64 command
// writes it, many.
func (s *stream) base64Lines() {
	var encoded []byte
	for s.w.Has(1) {
		line, ok := s.wholeLine()
		if !ok {
			break
		}
		part := bytes.Trim(line, rawjson.Blanks)
		if !sniff.Base64(part) || len(encoded) > 0 && (len(part) == 0 || sniff.Base64Start(part)) {
			if len(encoded) == 0 {
				s.junk()
			}
			break
		}
		encoded = append(encoded, part...)
		s.take(len(line))
		if len(encoded) > s.limit {
			s.refuse(encoded, errTooLong)
			return
		}
		if s.w.Has(1) {
			s.w.Drop(1)
			s.fresh, s.indent = true, 0
		}
	}
	if len(encoded) > 0 {
		s.base64Text(encoded, "base64")
	}
}

// encoded reads what the string at a path of o holds in base64.
func (s *stream) encoded(o *form.Object, path []string) {
	value := o.Get(path...)
	if len(value) == 0 || value[0] != '"' {
		s.refuse(o.Raw, fmt.Errorf("no string at %s", name(path)))
		return
	}
	s.base64Text(rawjson.UnquoteInPlace(value), name(path))
}

// minGzip is the size of the smallest gzip member that holds anything.
const minGzip = 20

// base64Text reads what is in base64, as far as it goes.
func (s *stream) base64Text(encoded []byte, name string) {
	content := make([]byte, base64.StdEncoding.DecodedLen(len(encoded)))
	n, err := base64.StdEncoding.Decode(content, encoded)
	if err != nil {
		s.refuse(encoded, fmt.Errorf("decoding base64 of %s: %w", name, err))
		if n < minGzip {
			return
		}
	}
	s.inside(content[:n], name, time.Time{})
}
