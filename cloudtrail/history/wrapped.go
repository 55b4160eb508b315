package history

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/internal/gzipped"
	"trailnotify/cloudtrail/internal/rawjson"
)

var (
	errDigest     = errors.New("a CloudTrail digest, which holds no records")
	errOtherEvent = errors.New("a Lambda event that holds no records")
	errNoData     = errors.New("no string at data")
)

// unwrap hands on the object raw, which has these keys, as a record, or the records that it holds. It overwrites raw.
func (s *stream) unwrap(raw []byte, has keys) {
	if offset, err := rawjson.CheckObject(raw); err != nil {
		*s.count++
		s.fault(raw, offset, err)
		return
	}
	switch {
	case has.has(kinesisKey): // before recordKey: a Kinesis record has an eventName of its own
		s.base64(rawjson.Member(rawjson.Member(raw, "kinesis"), "data"), raw, "kinesis.data")
	case has.has(otherEventKey):
		s.refuse(raw, errOtherEvent)
	case has.has(recordKey):
		s.record(cloudtrail.Record{JSON: raw})
	case has.has(controlMessage):
	case has.has(detailTypeKey | detailKey):
		s.eventBridge(raw)
	case has.has(messageKey | timestampKey):
		s.logEvent(raw)
	case has.has(cloudTrailEventKey):
		s.lookupEvent(raw)
	case has.has(awslogsKey):
		s.base64(rawjson.Member(rawjson.Member(raw, "awslogs"), "data"), raw, "awslogs.data")
	case has.has(requestPayloadKey):
		s.nested(rawjson.Member(raw, "requestPayload"), "requestPayload")
	case has.has(bodyKey):
		s.body(raw)
	case has.has(digestKey):
		s.refuse(raw, errDigest)
	default:
		s.record(cloudtrail.Record{JSON: raw})
	}
}

// refuse reports that raw is something else than a record.
func (s *stream) refuse(raw []byte, err error) {
	*s.count++
	s.fault(raw, 0, err)
}

// eventBridge takes the record out of an EventBridge event.
func (s *stream) eventBridge(raw []byte) {
	kind, _ := rawjson.Text(rawjson.Member(raw, "detail-type"))
	if !strings.HasSuffix(kind, " via CloudTrail") {
		s.refuse(raw, fmt.Errorf("an EventBridge event of type %s, which holds no record", strconv.Quote(cloudtrail.Excerpt([]byte(kind)))))
		return
	}
	s.record(cloudtrail.Record{JSON: rawjson.Member(raw, "detail")})
}

// logEvent takes the record out of a log event. An object that only resembles one is a record.
func (s *stream) logEvent(raw []byte) {
	if m := rawjson.Member(raw, "message"); m[0] != '"' || millis(rawjson.Member(raw, "timestamp")).IsZero() {
		s.record(cloudtrail.Record{JSON: raw})
		return
	}
	s.record(cloudtrail.Record{
		JSON:   bytes.Trim(rawjson.UnquoteInPlace(rawjson.Member(raw, "message")), rawjson.Blanks),
		Logged: millis(rawjson.Member(raw, "timestamp")),
	})
}

// lookupEvent takes the record out of an event of aws cloudtrail lookup-events.
func (s *stream) lookupEvent(raw []byte) {
	event := rawjson.Member(raw, "CloudTrailEvent")
	if event[0] != '"' {
		s.refuse(raw, errors.New("no string at CloudTrailEvent"))
		return
	}
	s.record(cloudtrail.Record{JSON: bytes.Trim(rawjson.UnquoteInPlace(event), rawjson.Blanks)})
}

// body reads what a message of a queue holds.
func (s *stream) body(raw []byte) {
	body := rawjson.Member(raw, "body")
	if body == nil {
		body = rawjson.Member(raw, "Body")
	}
	if len(body) == 0 || body[0] != '"' {
		s.record(cloudtrail.Record{JSON: raw})
		return
	}
	s.nested(rawjson.UnquoteInPlace(body), "body")
}

// minGzip is the size of the smallest gzip member that holds anything.
const minGzip = 20

// base64 reads what the raw JSON string data, a part of raw, holds in base64.
func (s *stream) base64(data, raw []byte, name string) {
	if len(data) == 0 || data[0] != '"' {
		s.refuse(raw, errNoData)
		return
	}
	s.base64Text(rawjson.UnquoteInPlace(data), name)
}

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
	s.nested(content[:n], name)
}

// nested reads the records in content, which may be anything that a file may hold.
func (s *stream) nested(content []byte, name string) {
	if s.level == maxLevel {
		s.refuse(content, errNested)
		return
	}
	inner := stream{emit: s.emit, count: s.count, limit: s.limit, file: s.file, within: name, level: s.level + 1, w: windowOf(content)}
	if s.within != "" {
		inner.within = s.within + ", " + name
	}
	if gzipped.Is(content) {
		gz := gzipped.NewReader()
		defer gz.Release()
		if err := gz.ResetBytes(content); err != nil {
			s.refuse(nil, fmt.Errorf("decompressing %s: %w", name, err))
			return
		}
		inner.w = window{in: gz, line: 1}
	}
	inner.run()
	s.stop = s.stop || inner.stop
}

// millis reads milliseconds since 1970, and gives the zero time for everything else.
func millis(raw []byte) time.Time {
	ms, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || ms <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
