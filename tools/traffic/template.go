package traffic

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A template is text with blanks to be filled in for each record:
//
//	<account> <region> <time> <millis> the record's account, region and time (RFC 3339; milliseconds since 1970)
//	<date> <expiry>                    the time and one hour later, as IAM and STS write them
//	<arn>                              the caller, as error messages name it
//	<key> <since> <session>            access key ID, start and name of the caller's session
//	<uuid> <hex n> <id n> <n max>      fresh: a UUID, n hex digits, n of A-Z2-7, a number below max
//	<instance> <role> <bucket> ...     one of a pool; the same name gives the same value throughout a record
type template []part

// part is text to copy or, when fill is set, a blank.
type part struct {
	text string
	fill filler
}

// scene is what the blanks of one record are filled from.
type scene struct {
	rand    *rand.Rand
	at      time.Time
	region  string
	caller  *caller
	session session
	choice  uint64 // picks from the pools
}

// parse panics on an unknown blank: templates are part of this package's source.
func parse(text string) template {
	var t template
	for text != "" {
		before, rest, found := strings.Cut(text, "<")
		if before != "" {
			t = append(t, part{text: before})
		}
		if !found {
			break
		}
		blank, after, closed := strings.Cut(rest, ">")
		if !closed {
			panic("traffic: blank is not closed: " + text)
		}
		t = append(t, part{fill: blankNamed(blank)})
		text = after
	}
	return t
}

func (t template) append(dst []byte, s *scene) []byte {
	for _, p := range t {
		if p.fill == nil {
			dst = append(dst, p.text...)
		} else {
			dst = p.fill(dst, s)
		}
	}
	return dst
}

// A filler appends what takes the place of a blank.
type filler = func(dst []byte, s *scene) []byte

// facts are the blanks that the scene fills.
var facts = map[string]filler{
	"account": func(dst []byte, _ *scene) []byte { return append(dst, Account...) },
	"region":  func(dst []byte, s *scene) []byte { return append(dst, s.region...) },
	"time":    func(dst []byte, s *scene) []byte { return s.at.AppendFormat(dst, time.RFC3339) },
	"millis":  func(dst []byte, s *scene) []byte { return strconv.AppendInt(dst, s.at.UnixMilli(), 10) },
	"date":    func(dst []byte, s *scene) []byte { return s.at.AppendFormat(dst, dates) },
	"expiry":  func(dst []byte, s *scene) []byte { return s.at.Add(time.Hour).AppendFormat(dst, dates) },
	"arn":     func(dst []byte, s *scene) []byte { return s.caller.arn.append(dst, s) },
	"key":     func(dst []byte, s *scene) []byte { return append(dst, s.session.key...) },
	"since":   func(dst []byte, s *scene) []byte { return s.session.since.AppendFormat(dst, time.RFC3339) },
	"session": func(dst []byte, s *scene) []byte { return strconv.AppendUint(dst, s.session.name, 10) },
	"uuid":    func(dst []byte, s *scene) []byte { return appendUUID(dst, s.rand) },
}

const dates = "Jan 2, 2006, 3:04:05 PM"

// counted are the blanks that have a number behind their name.
var counted = map[string]func(dst []byte, s *scene, n int) []byte{
	"hex": func(dst []byte, s *scene, n int) []byte { return appendLetters(dst, s.rand, hexDigits, n) },
	"id":  func(dst []byte, s *scene, n int) []byte { return appendLetters(dst, s.rand, base32, n) },
	"n":   func(dst []byte, s *scene, n int) []byte { return strconv.AppendInt(dst, s.rand.Int64N(int64(n)), 10) },
}

func blankNamed(blank string) filler {
	name, number, _ := strings.Cut(blank, " ")
	if pool, ok := pools[name]; ok {
		salt := hash(name) | 1
		return func(dst []byte, s *scene) []byte {
			return append(dst, pool[(s.choice*salt)>>32%uint64(len(pool))]...)
		}
	}
	if fill, ok := facts[name]; ok {
		return fill
	}
	n, err := strconv.Atoi(number)
	if fill, ok := counted[name]; ok && err == nil {
		return func(dst []byte, s *scene) []byte { return fill(dst, s, n) }
	}
	panic(fmt.Sprintf("traffic: no blank is called %q", blank))
}
