package handler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"slices"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/detector"
)

// payload takes one payload to its end; arrived is when it reached its stream,
// if it did. A payload that is sound but of unknown shape is a
// *cloudtrail.ShapeError.
func (v *invocation) payload(ctx context.Context, data []byte, arrived time.Time) error {
	payload, err := v.decoder.Open(data)
	if err == nil {
		payload.Arrived = arrived
		err = v.opened(ctx, payload)
	}
	if isBroken(err) || errors.Is(err, errNotAllowed) {
		v.reject(ctx, data, err)
		return nil
	}
	return err
}

// isBroken reports whether a payload will be as bad the next time.
func isBroken(err error) bool {
	_, broken := errors.AsType[*cloudtrail.PayloadError](err)
	return broken
}

var errNotAllowed = errors.New("log group or owner not allowed")

// opened takes a payload that could be opened.
func (v *invocation) opened(ctx context.Context, p *cloudtrail.Payload) error {
	switch {
	case p.Control:
		v.log.LogAttrs(ctx, slog.LevelInfo, "control message", slog.String("owner", p.Owner))
		return nil
	case !listed(v.LogGroups, p.LogGroup) || !listed(v.Owners, p.Owner):
		return errNotAllowed
	}
	return v.detect(ctx, p)
}

func listed(allowed []string, name string) bool {
	return len(allowed) == 0 || slices.Contains(allowed, name)
}

// reject acknowledges data that will never be of use, and says so.
func (v *invocation) reject(ctx context.Context, data []byte, why error) {
	v.RejectedPayloads++
	v.RejectedPayload = why.Error()
	sum := sha256.Sum256(data)
	v.log.LogAttrs(ctx, slog.LevelError, "payload rejected",
		slog.String("error", why.Error()), slog.Int("bytes", len(data)), slog.String("sha256", hex.EncodeToString(sum[:])))
}

// detect takes one batch to its end and logs what became of it: numbers, never
// the content of a record.
func (v *invocation) detect(ctx context.Context, p *cloudtrail.Payload) error {
	report, err := v.detector.Detect(ctx, p)
	if isBroken(err) {
		return err
	}
	for _, fault := range report.Faults {
		v.log.LogAttrs(ctx, slog.LevelWarn, "log event rejected", slog.String("place", place(fault)))
	}
	v.Report.Add(report)
	v.RejectedRecords += report.Rejected
	if report.Held {
		v.ContendedPayloads++
	}
	v.late(report.Newest, v.now())
	v.done(ctx, p.LogGroup, report, err)
	return err
}

// done logs what became of a batch. A log is paid for by the byte, so what is 0
// is left out, and a batch of which only matches came, or nothing, is a matter
// of the debug level: the measures have their numbers.
func (v *invocation) done(ctx context.Context, logGroup string, report detector.Report, err error) {
	level, outcome := slog.LevelDebug, "batch done"
	switch {
	case report.Held:
		level, outcome = slog.LevelWarn, "batch to be delivered again"
	case err != nil:
		level, outcome = slog.LevelError, "batch to be delivered again"
	case report.Alerts+report.WouldAlert+report.Muted+report.Rejected+report.Uncounted+report.Unclear+report.Skewed+report.Refused > 0: // early ones come again
		level = slog.LevelInfo
	}
	if !v.log.Enabled(ctx, level) {
		return
	}
	attrs := append(make([]slog.Attr, 0, 16), slog.String("log_group", logGroup))
	attrs = append(attrs, numbers(report)...)
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	v.log.LogAttrs(ctx, level, outcome, attrs...)
}

// numbers are how many records there were, and the other numbers of a report
// that are not 0.
func numbers(report detector.Report) []slog.Attr {
	attrs := append(make([]slog.Attr, 0, 16), slog.Int("records", report.Records))
	for _, n := range []struct {
		of string
		n  int
	}{
		{"matches", report.Matches},
		{"excepted", report.Excepted},
		{"exception_ended", report.Ended},
		{"unclear", report.Unclear},
		{"alerts", report.Alerts},
		{"would_alert", report.WouldAlert},
		{"muted", report.Muted},
		{"rejected", report.Rejected},
		{"uncounted", report.Uncounted},
		{"skewed", report.Skewed},
		{"early", report.Early},
		{"refused", report.Refused},
		{"spent", report.Spent},
	} {
		if n.n > 0 {
			attrs = append(attrs, slog.Int(n.of, n.n))
		}
	}
	return attrs
}

// place says where a rejected log event was, and not what was in it.
func place(fault error) string {
	var f *cloudtrail.Fault
	if errors.As(fault, &f) {
		return f.Place.String()
	}
	return "unknown"
}
