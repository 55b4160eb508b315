package cloudtrail

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"
)

func record(s string) Record { return Record{JSON: []byte(s)} }

func TestRecord_Time(t *testing.T) {
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	none := time.Time{}
	for name, c := range map[string]struct {
		json   string
		logged time.Time
		want   time.Time
	}{
		"as CloudTrail writes it":         {`{"eventTime":"2024-05-01T12:00:00Z"}`, none, at},
		"fraction":                        {`{"eventTime":"2024-05-01T12:00:00.25Z"}`, none, at.Add(250 * time.Millisecond)},
		"zone":                            {`{"eventTime":"2024-05-01T21:00:00+09:00"}`, none, at},
		"the last of two":                 {`{"eventTime":"2023-05-01T12:00:00Z","eventTime":"2024-05-01T12:00:00Z"}`, none, at},
		"before the log event's":          {`{"eventTime":"2024-05-01T12:00:00Z"}`, at.Add(time.Hour), at},
		"absent":                          {`{}`, at, at},
		"the log event's in another zone": {`{}`, at.In(time.FixedZone("", 3600)), at},
		"no time":                         {`{"eventTime":"..."}`, at, at},
		"empty":                           {`{"eventTime":""}`, at, at},
		"a number":                        {`{"eventTime":1714564800}`, at, at},
		"no zone":                         {`{"eventTime":"2024-05-01T11:00:00"}`, at, at},
		"an object":                       {`{"eventTime":{"eventTime":"2024-05-01T11:00:00Z"}}`, at, at},
		"in another object":               {`{"x":{"eventTime":"2024-05-01T11:00:00Z"}}`, at, at},
		"not to be believed, early":       {`{"eventTime":"0001-01-01T00:00:00Z"}`, at, at},
		"not to be believed, late":        {`{"eventTime":"9999-12-31T23:59:59Z"}`, at, at},
		"Logstash's, last":                {`{"@timestamp":"2024-05-01T12:00:00.000Z"}`, none, at},
		"Logstash's, after the others":    {`{"@timestamp":"2023-05-01T12:00:00.000Z"}`, at, at},
		"the log event's from 1970":       {`{"@timestamp":"2024-05-01T12:00:00.000Z"}`, time.UnixMilli(1), at},
		"none":                            {`{"time":"2024-05-01T12:00:00Z"}`, none, none},
	} {
		r := record(c.json)
		r.Logged = c.logged
		got, ok := r.Time()
		if got != c.want || ok != !c.want.IsZero() {
			t.Errorf("%s: %v, %v; want %v", name, got, ok, c.want)
		}
	}
}

// The first and the last moment that a record may claim.
func TestRecord_Time_Edges(t *testing.T) {
	logged := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	for claimed, want := range map[string]time.Time{
		"1999-12-31T23:59:59Z":      logged,
		"2000-01-01T00:00:00Z":      time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		"2000-01-01T00:59:59+01:00": logged, // 1999 in UTC
		"2105-12-31T23:59:59Z":      time.Date(2105, 12, 31, 23, 59, 59, 0, time.UTC),
		"2105-12-31T23:59:59-01:00": logged, // 2106 in UTC
		"2106-01-01T00:00:00Z":      logged,
		"2107-01-01T00:00:00Z":      logged,
		"2199-12-31T23:59:59Z":      logged,
	} {
		r := record(`{"eventTime":"` + claimed + `"}`)
		r.Logged = logged
		if got, ok := r.Time(); !ok || !got.Equal(want) {
			t.Errorf("%s: %v, %v; want %v", claimed, got, ok, want)
		}
	}
}

func TestRecord_Counted(t *testing.T) {
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	none := time.Time{}
	const minute, ahead = time.Minute, 15*time.Minute + time.Second
	for name, c := range map[string]struct {
		event           string // RFC 3339, "" for no eventTime
		logged, arrived time.Time
		want            time.Time
		skewed          bool
	}{
		"as usual":                      {"2024-05-01T12:00:00Z", at.Add(5 * minute), none, at, false},
		"hours late":                    {"2024-05-01T12:00:00Z", at.Add(9 * time.Hour), none, at, false},
		"a little ahead":                {"2024-05-01T12:00:00Z", at.Add(-15 * minute), none, at, false},
		"ahead of its log event":        {"2024-05-01T12:00:00Z", at.Add(-ahead), none, at.Add(-ahead), true},
		"a day ahead":                   {"2024-05-02T12:00:00Z", at, none, at, true},
		"in a file":                     {"2099-05-02T12:00:00Z", none, none, time.Date(2099, 5, 2, 12, 0, 0, 0, time.UTC), false},
		"no time":                       {"", at, none, at, false},
		"of 2150":                       {"2150-01-01T00:00:00Z", at, none, at, false},
		"of 1970":                       {"1970-01-01T00:00:00Z", at, none, at, false},
		"log event of 1970":             {"2024-05-02T12:00:00Z", time.UnixMilli(1), none, at.Add(24 * time.Hour), false},
		"log event of 2150":             {"2024-05-02T12:00:00Z", at.AddDate(126, 0, 0), none, at.Add(24 * time.Hour), false},
		"neither":                       {"", none, none, none, false},
		"neither to be believed":        {"2150-01-01T00:00:00Z", at.AddDate(126, 0, 0), none, none, false},
		"stream: as usual":              {"2024-05-01T12:00:00Z", at.Add(minute), at.Add(2 * minute), at, false},
		"stream: log event ahead":       {"2024-05-01T12:00:00Z", at.Add(ahead), at, at, false},
		"stream: both ahead":            {"2024-05-01T13:00:00Z", at.Add(time.Hour), at, at, true},
		"stream: both a little ahead":   {"2024-05-01T12:30:00Z", at.Add(15 * minute), at, at.Add(30 * minute), false},
		"stream: no time, logged ahead": {"", at.Add(ahead), at, at, true},
		"stream: not a time at all":     {"", none, at, at, false},
		"stream: logged in 1970":        {"2024-05-02T12:00:00Z", time.UnixMilli(1), at, at, true},
	} {
		r := record(`{}`)
		if c.event != "" {
			r = record(`{"eventTime":"` + c.event + `"}`)
		}
		r.Logged, r.Arrived = c.logged, c.arrived
		got, skewed, ok := r.Counted()
		if !got.Equal(c.want) || skewed != c.skewed || ok != !c.want.IsZero() {
			t.Errorf("%s: %v, %v, %v; want %v, %v", name, got, skewed, ok, c.want, c.skewed)
		}
	}
}

func TestRecord_Early(t *testing.T) {
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		logged, arrived time.Time
		want            bool
	}{
		"a minute ago":              {now.Add(-time.Minute), time.Time{}, false},
		"a little ahead":            {now.Add(15 * time.Minute), time.Time{}, false},
		"ahead":                     {now.Add(15*time.Minute + time.Millisecond), time.Time{}, true},
		"the most that can be":      {now.Add(2 * time.Hour), time.Time{}, true},
		"on a stream":               {now.Add(2 * time.Hour), now, false},
		"without a time":            {time.Time{}, time.Time{}, false},
		"with a time not to credit": {now.AddDate(200, 0, 0), time.Time{}, false},
	} {
		r := record(`{}`)
		r.Logged, r.Arrived = c.logged, c.arrived
		if got := r.Early(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestRecord_Key(t *testing.T) {
	const id, other = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
	for name, c := range map[string]struct{ json, want string }{
		"event ID":                     {`{"eventID":"` + id + `"}`, id},
		"of an aggregated event":       {`{"eventId":"` + id + `"}`, id},
		"both":                         {`{"eventId":"` + other + `","eventID":"` + id + `"}`, id},
		"of an addendum":               {`{"eventID":"` + other + `","addendum":{"reason":"DELAY","originalEventID":"` + id + `"}}`, id},
		"of an addendum, null":         {`{"eventID":"` + id + `","addendum":null}`, id},
		"of an addendum, too short":    {`{"eventID":"` + id + `","addendum":{"originalEventID":"-"}}`, id},
		"too short, then the other":    {`{"eventID":"...","eventId":"` + id + `"}`, id},
		"eight characters":             {`{"eventID":"12345678"}`, "12345678"},
		"escaped":                      {`{"event\u0049D":"1234567\u0038"}`, "12345678"},
		"the last of two":              {`{"eventID":"` + other + `","eventID":"` + id + `"}`, id},
		"seven characters":             {`{"eventID":"1234567"}`, ""},
		"a number":                     {`{"eventID":123456789}`, ""},
		"inside another object":        {`{"requestParameters":{"eventID":"` + id + `"}}`, ""},
		"a key with a dot in its name": {`{"addendum.originalEventID":"` + id + `"}`, ""},
		"none":                         {`{}`, ""},
	} {
		if c.want == "" {
			sum := sha256.Sum256([]byte(c.json))
			c.want = hex.EncodeToString(sum[:])
		}
		if got := record(c.json).Key(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestRecord_EventID(t *testing.T) {
	for json, want := range map[string]string{
		`{"eventID":"a","eventId":"b"}`: "a",
		`{"eventId":"b"}`:               "b",
		`{"eventID":null}`:              "",
		`{}`:                            "",
	} {
		if got := record(json).EventID(); got != want {
			t.Errorf("%s: %q, want %q", json, got, want)
		}
	}
}

func TestRecord_Field(t *testing.T) {
	r := record(`{ "s" : "x \"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\ud83d\ud83d!" , "n" : -1.50e+3 , "t":true,"f":false,"null":null,
		"o":{"a":{"b":"deep"},"":"empty"},"l":[{"a":1}],"twice":{"a":"first"},"twice":{"a":"last","a":"very last"},
		"shadowed":{"a":1},"shadowed":2,"\u0065scaped":"key","e":"","a.b":"dot"}`)
	for want, path := range map[string][]string{
		"x \"\\/\b\f\n\r\té😀\ufffd\ufffd!": {"s"},
		"-1.50e+3":                         {"n"},
		"true":                             {"t"},
		"false":                            {"f"},
		"deep":                             {"o", "a", "b"},
		"empty":                            {"o", ""},
		"very last":                        {"twice", "a"},
		"2":                                {"shadowed"},
		"key":                              {"escaped"},
		"dot":                              {"a.b"},
	} {
		if got := r.Field(path...); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
	for _, path := range [][]string{
		nil, {"null"}, {"o"}, {"o", "a"}, {"l"}, {"l", "a"}, {"l", "0", "a"}, {"absent"}, {"s", "x"}, {"shadowed", "a"}, {"e"}, {"a", "b"}, {"*"},
	} {
		if got := r.Field(path...); got != "" {
			t.Errorf("%q: %q, want none", path, got)
		}
	}
}

func TestPlace_String(t *testing.T) {
	for want, p := range map[string]Place{
		"a.json:3": {"a.json", 3},
		"a.json":   {"a.json", 0},
		"record 3": {"", 3},
	} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
