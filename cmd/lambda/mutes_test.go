package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"trailnotify/alert"
	"trailnotify/mute"
	"trailnotify/rules"
	"trailnotify/window"
)

// noted keeps notes in memory, and fails when told to.
type noted struct {
	texts map[string]string
	err   error
}

func (n *noted) Notes(ctx context.Context) (map[string]string, error) { return n.texts, n.err }

func (n *noted) PutNote(_ context.Context, name, text string, _ time.Time) error {
	if n.err == nil {
		n.texts[name] = text
	}
	return n.err
}

func (n *noted) DropNote(_ context.Context, name string) error {
	if n.err == nil {
		delete(n.texts, name)
	}
	return n.err
}

// a desk takes mutes and remembers what it announces.
type desk struct {
	*mutes
	notes    *noted
	told     []alert.Notice
	accepted int
	err      error // of announcing
	clock    time.Time
	log      bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	set, err := rules.Load(fstest.MapFS{
		"1.yaml": {Data: []byte("name: Plain\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
		"2.yaml": {Data: []byte("name: Grave\npattern: '{ $.a = 1 }'\nthreshold: 1\nseverity: critical\n")},
		"3.yaml": {Data: []byte("name: Canary\npattern: '{ $.a = 1 }'\nthreshold: 1\n")},
	}, "mine")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{notes: &noted{texts: map[string]string{}}, accepted: 1, clock: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}
	d.mutes = &mutes{
		notes: d.notes, rules: set, deployment: "prod", now: func() time.Time { return d.clock },
		announce: func(_ context.Context, n alert.Notice) (int, error) {
			if d.accepted > 0 {
				d.told = append(d.told, n)
			}
			return d.accepted, d.err
		},
		log: slog.New(slog.NewJSONHandler(&d.log, nil)),
	}
	return d
}

// request is a context as Lambda gives it for a request.
func request(t *testing.T, id string) context.Context {
	t.Helper()
	return lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: id})
}

const plainFor4h = `{"rule":"Plain","for":"4h","reason":"drill","by":"alice"}`

func (d *desk) mute(t *testing.T, id, body string) mute.Mute {
	t.Helper()
	m, err := d.begin(request(t, id), json.RawMessage(body))
	if err != nil {
		t.Fatal(err)
	}
	return m.(mute.Mute)
}

// muted reports which of the rules are muted.
func (d *desk) muted(t *testing.T) string {
	t.Helper()
	covers := d.silence(t.Context())
	var all []string
	for _, r := range d.rules.Rules() {
		if covers(r, "") {
			all = append(all, r.Name)
		}
	}
	return strings.Join(all, " ")
}

func TestMutes_FromBeginningToEnd(t *testing.T) {
	d := newDesk(t)
	m := d.mute(t, "r1", plainFor4h)
	if got := d.muted(t); got != "Plain" {
		t.Errorf("muted %q", got)
	}
	if again := d.mute(t, "r1", plainFor4h); again != m || len(d.told) != 1 {
		t.Errorf("the same request made %v, and %d notices", again, len(d.told))
	}
	d.mute(t, "r2", `"Plain 1h"`)
	if len(d.told) != 2 || d.told[0].Kind != alert.NoticeMuted || d.told[0].By != "alice" || d.told[0].Reason != "drill" || d.told[1].By != "chat" {
		t.Errorf("told %+v", d.told)
	}
	listed, err := d.list(t.Context(), nil)
	if err != nil || len(listed.([]mute.Mute)) != 2 || listed.([]mute.Mute)[1] != m {
		t.Errorf("listed %v, error %v", listed, err)
	}
	d.clock = d.clock.Add(time.Hour)
	if err := d.sweep(t.Context()); err != nil || len(d.told) != 3 || d.told[2].Kind != alert.NoticeUnmuted || len(d.notes.texts) != 1 {
		t.Errorf("after an hour: error %v, told %+v", err, d.told)
	}
	id, _ := json.Marshal(m.ID)
	ended, err := d.end(t.Context(), id)
	if err != nil || ended.(mute.Mute).Until != d.clock || d.muted(t) != "" || len(d.told) != 4 || len(d.notes.texts) != 0 {
		t.Errorf("ended %v, error %v, muted %q, told %+v", ended, err, d.muted(t), d.told)
	}
	if _, err := d.end(t.Context(), id); err == nil || !strings.Contains(err.Error(), "there is no mute") {
		t.Errorf("ended twice: %v", err)
	}
	if log := d.log.String(); strings.Count(log, `"msg":"muted"`) != 2 || strings.Count(log, `"msg":"no longer muted"`) != 2 {
		t.Errorf("log %s", log)
	}
}

func TestMutes_CriticalRulesAndTheCanary(t *testing.T) {
	d := newDesk(t)
	d.mute(t, "r1", `{"all":true,"for":"1h","reason":"r","by":"b"}`)
	if got := d.muted(t); got != "Plain" {
		t.Errorf("muted %q without critical", got)
	}
	d.mute(t, "r2", `{"all":true,"critical":true,"for":"1h","reason":"r","by":"b"}`)
	if got := d.muted(t); got != "Grave Plain" {
		t.Errorf("muted %q with critical", got)
	}
	for _, body := range []string{`"Canary 1h"`, `"Grave 1h"`, `{"rule":"Plain"}`} {
		if _, err := d.begin(t.Context(), json.RawMessage(body)); err == nil {
			t.Errorf("%s was taken", body)
		}
	}
	if len(d.told) != 2 {
		t.Errorf("told of what was refused: %+v", d.told)
	}
}

// Nobody is muted in secret: without a notice there is no mute, and a mute that
// has ended is announced until somebody takes the notice.
func TestMutes_AreNeverSecret(t *testing.T) {
	d := newDesk(t)
	d.accepted, d.err = 0, errors.New("topic down")
	if _, err := d.begin(request(t, "r1"), json.RawMessage(plainFor4h)); !errors.Is(err, d.err) || d.muted(t) != "" {
		t.Errorf("error %v, muted %q", err, d.muted(t))
	}
	d.accepted = 1 // of two topics
	d.mute(t, "r1", plainFor4h)
	if !strings.Contains(d.log.String(), "mute not announced everywhere") {
		t.Errorf("log %s", d.log.String())
	}
	d.clock, d.accepted = d.clock.Add(4*time.Hour), 0
	if d.muted(t) != "" {
		t.Error("muted after its end")
	}
	if err := d.sweep(t.Context()); !errors.Is(err, d.err) || len(d.notes.texts) != 1 {
		t.Errorf("error %v, %d kept", err, len(d.notes.texts))
	}
	d.accepted, d.err = 1, nil
	if err := d.sweep(t.Context()); err != nil || len(d.notes.texts) != 0 || d.told[len(d.told)-1].Kind != alert.NoticeUnmuted {
		t.Errorf("error %v, told %+v", err, d.told)
	}
}

// Where mutes can't be read, alerts go out.
func TestMutes_UnreadableMutesMuteNothing(t *testing.T) {
	d := newDesk(t)
	d.mute(t, "r1", plainFor4h)
	d.notes.err = errors.New("table down")
	if got := d.muted(t); got != "" || !strings.Contains(d.log.String(), "mutes not read, so nothing is muted") {
		t.Errorf("muted %q, log %s", got, d.log.String())
	}
	for name, call := range map[string]func() error{
		"mute":   func() error { _, err := d.begin(request(t, "r2"), json.RawMessage(plainFor4h)); return err },
		"mutes":  func() error { _, err := d.list(t.Context(), nil); return err },
		"unmute": func() error { _, err := d.end(t.Context(), json.RawMessage(`"1"`)); return err },
		"sweep":  func() error { return d.sweep(t.Context()) },
	} {
		if err := call(); !errors.Is(err, d.notes.err) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	d.notes.err = nil
	d.notes.texts["bad"] = "{"
	if got := d.muted(t); got != "Plain" || !strings.Contains(d.log.String(), "mute unreadable") {
		t.Errorf("muted %q beside one that can't be read, log %s", got, d.log.String())
	}
}

func TestMutes_AreBounded(t *testing.T) {
	d := newDesk(t)
	for i := range mute.MaxMutes {
		d.mute(t, strings.Repeat("r", i+1), plainFor4h)
	}
	if _, err := d.begin(request(t, "one more"), json.RawMessage(plainFor4h)); !errors.Is(err, errTooMany) {
		t.Errorf("error %v", err)
	}
}

// A tick announces the end of mutes before it closes alerts, and one failure
// doesn't keep it from the other.
func TestTick_EndsMutesFirst(t *testing.T) {
	var order []string
	fails := errors.New("no topic")
	ticks := &tick{
		before: func(context.Context) error { order = append(order, "mutes"); return fails },
		close: func(context.Context) (window.Closed, error) {
			order = append(order, "close")
			return window.Closed{}, nil
		},
		log: slog.New(slog.DiscardHandler),
	}
	if err := ticks.run(t.Context()); !errors.Is(err, fails) || strings.Join(order, " ") != "mutes close" {
		t.Errorf("error %v, order %v", err, order)
	}
}
