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
	fill func(dst []byte, s *scene) []byte
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

func blankNamed(blank string) func([]byte, *scene) []byte {
	name, arg, _ := strings.Cut(blank, " ")
	if pool, ok := pools[name]; ok {
		salt := hash(name) | 1
		return func(dst []byte, s *scene) []byte {
			return append(dst, pool[(s.choice*salt)>>32%uint64(len(pool))]...)
		}
	}
	n, _ := strconv.Atoi(arg)
	switch name {
	case "account":
		return func(dst []byte, _ *scene) []byte { return append(dst, Account...) }
	case "region":
		return func(dst []byte, s *scene) []byte { return append(dst, s.region...) }
	case "time":
		return func(dst []byte, s *scene) []byte { return s.at.AppendFormat(dst, time.RFC3339) }
	case "millis":
		return func(dst []byte, s *scene) []byte { return strconv.AppendInt(dst, s.at.UnixMilli(), 10) }
	case "date":
		return func(dst []byte, s *scene) []byte { return s.at.AppendFormat(dst, "Jan 2, 2006, 3:04:05 PM") }
	case "expiry":
		return func(dst []byte, s *scene) []byte {
			return s.at.Add(time.Hour).AppendFormat(dst, "Jan 2, 2006, 3:04:05 PM")
		}
	case "arn":
		return func(dst []byte, s *scene) []byte { return s.caller.arn.append(dst, s) }
	case "key":
		return func(dst []byte, s *scene) []byte { return append(dst, s.session.key...) }
	case "since":
		return func(dst []byte, s *scene) []byte { return s.session.since.AppendFormat(dst, time.RFC3339) }
	case "session":
		return func(dst []byte, s *scene) []byte { return strconv.AppendUint(dst, s.session.name, 10) }
	case "uuid":
		return func(dst []byte, s *scene) []byte { return appendUUID(dst, s.rand) }
	case "hex":
		return func(dst []byte, s *scene) []byte { return appendLetters(dst, s.rand, hexDigits, n) }
	case "id":
		return func(dst []byte, s *scene) []byte { return appendLetters(dst, s.rand, base32, n) }
	case "n":
		return func(dst []byte, s *scene) []byte { return strconv.AppendInt(dst, s.rand.Int64N(int64(n)), 10) }
	}
	panic(fmt.Sprintf("traffic: no blank is called %q", blank))
}
