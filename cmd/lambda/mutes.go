package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"trailnotify/alert"
	"trailnotify/mute"
	"trailnotify/rules"
)

// notes is where mutes are kept; *dynamodb.Table is one.
type notes interface {
	Notes(ctx context.Context) (map[string]string, error)
	PutNote(ctx context.Context, name, text string, expires time.Time) error
	DropNote(ctx context.Context, name string) error
}

// mutes takes mutes, tells everybody of their beginning and end, and says what
// they cover.
type mutes struct {
	notes      notes
	rules      *rules.Set
	deployment string
	announce   func(ctx context.Context, n alert.Notice) (accepted int, err error)
	now        func() time.Time
	log        *slog.Logger
}

// notesLife is how long mutes are kept after the last change, longer than any
// lasts.
const notesLife = 60 * 24 * time.Hour

// readLimit is how long an alert waits for the mutes to be read. It leaves the
// router the time that it takes at most.
const readLimit = 500 * time.Millisecond

// all returns the mutes that are stored, those that have ended but were not
// announced yet among them.
func (m *mutes) all(ctx context.Context) ([]mute.Mute, error) {
	texts, err := m.notes.Notes(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the mutes: %w", err)
	}
	var all []mute.Mute
	for id, text := range texts {
		one, err := mute.Parse(text)
		if err != nil {
			m.log.LogAttrs(ctx, slog.LevelError, "mute unreadable", slog.String("id", id), slog.String("error", err.Error()))
			continue
		}
		all = append(all, one)
	}
	mute.Sort(all)
	return all, nil
}

// silence reads which mutes are in force. Where that fails nothing is muted:
// one message too many is better than one that nobody gets.
func (m *mutes) silence(ctx context.Context) func(r *rules.Rule, groupID string) bool {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	all, err := m.all(ctx)
	if err != nil {
		m.log.LogAttrs(ctx, slog.LevelWarn, "mutes not read, so nothing is muted", slog.String("error", err.Error()))
	}
	now := m.now()
	return func(r *rules.Rule, groupID string) bool {
		_, covered := mute.Find(all, now, r.Name, groupID, r.Severity == rules.Critical)
		return covered && r.Name != canaryRule
	}
}

// withheld logs an alert that was not sent because it was muted.
func (m *mutes) withheld(ctx context.Context, a alert.Alert) {
	m.log.LogAttrs(ctx, slog.LevelInfo, "alert muted", slog.String("alert_id", a.ID), slog.String("rule", a.Rule),
		slog.String("group_id", a.GroupID), slog.Int("count", a.Count))
}

var errTooMany = fmt.Errorf("mute: there are %d already, which is the most", mute.MaxMutes)

// begin is the control that mutes. It tells everybody first: a mute that nobody
// was told of is never in force.
func (m *mutes) begin(ctx context.Context, body json.RawMessage) (any, error) {
	request, err := mute.ParseRequest(body)
	if err != nil {
		return nil, err
	}
	if request.Rule == canaryRule {
		return nil, errors.New("mute: the canary can't be muted, its alerts go to no people")
	}
	wanted, err := request.Mute(m.rules, muteID(ctx, body), m.now())
	if err != nil {
		return nil, err
	}
	all, err := m.all(ctx)
	switch {
	case err != nil:
		return nil, err
	case len(all) >= mute.MaxMutes:
		return nil, errTooMany
	}
	for _, known := range all {
		if known.ID == wanted.ID {
			return known, nil // the same request, delivered again
		}
	}
	if err := m.tell(ctx, alert.NoticeMuted, wanted); err != nil {
		return nil, fmt.Errorf("mute: not in force, because nobody could be told: %w", err)
	}
	if err := m.notes.PutNote(ctx, wanted.ID, wanted.String(), m.now().Add(notesLife)); err != nil {
		return nil, fmt.Errorf("mute: announced, but not stored, so it may not be in force: %w", err)
	}
	m.log.LogAttrs(ctx, slog.LevelWarn, "muted", slog.String("mute", wanted.String()))
	return wanted, nil
}

// muteID is the same whenever one request is delivered again.
func muteID(ctx context.Context, body []byte) string {
	request := ""
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		request = lc.AwsRequestID
	}
	sum := sha256.Sum256([]byte(request + "\x00" + string(body)))
	return hex.EncodeToString(sum[:4])
}

// list is the control that says which mutes are in force.
func (m *mutes) list(ctx context.Context, _ json.RawMessage) (any, error) {
	all, err := m.all(ctx)
	if err != nil {
		return nil, err
	}
	inForce := []mute.Mute{} // never null
	for _, one := range all {
		if !one.Ended(m.now()) {
			inForce = append(inForce, one)
		}
	}
	return inForce, nil
}

// end is the control that ends a mute before its time. From then on it covers
// nothing, whether or not everybody can be told at once.
func (m *mutes) end(ctx context.Context, body json.RawMessage) (any, error) {
	var id string
	if err := json.Unmarshal(body, &id); err != nil {
		return nil, errors.New(`unmute: want the ID of a mute, as in {"trailnotify":{"unmute":"5f3a09c1"}}`)
	}
	all, err := m.all(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.ID != id {
			continue
		}
		if now := m.now().UTC().Truncate(time.Second); now.Before(one.Until) {
			one.Until = now
		}
		if err := m.notes.PutNote(ctx, one.ID, one.String(), m.now().Add(notesLife)); err != nil {
			return nil, fmt.Errorf("unmute: %w", err)
		}
		return one, m.over(ctx, one)
	}
	return nil, fmt.Errorf("unmute: there is no mute %q; list them with mutes", id)
}

// sweep tells everybody of the mutes that have ended, and forgets them. What
// fails is left to the next call.
func (m *mutes) sweep(ctx context.Context) error {
	all, err := m.all(ctx)
	failed := []error{err}
	for _, one := range all {
		if one.Ended(m.now()) {
			failed = append(failed, m.over(ctx, one))
		}
	}
	return errors.Join(failed...)
}

// over tells everybody that a mute has ended, and only then forgets it.
func (m *mutes) over(ctx context.Context, one mute.Mute) error {
	if err := m.tell(ctx, alert.NoticeUnmuted, one); err != nil {
		return fmt.Errorf("mute %s has ended, but nobody could be told yet: %w", one.ID, err)
	}
	if err := m.notes.DropNote(ctx, one.ID); err != nil {
		return fmt.Errorf("mute %s has ended, and will be announced again: %w", one.ID, err)
	}
	m.log.LogAttrs(ctx, slog.LevelWarn, "no longer muted", slog.String("mute", one.String()))
	return nil
}

// tell announces a mute. It is enough that one topic accepts the notice; what
// the others say is logged.
func (m *mutes) tell(ctx context.Context, kind string, one mute.Mute) error {
	accepted, err := m.announce(ctx, alert.Notice{
		Kind: kind, ID: one.ID, Deployment: m.deployment, Published: m.now().UTC(), What: one.What(),
		Rule: one.Rule, GroupID: one.Group, Until: one.Until, Reason: one.Reason, By: one.By,
	})
	if accepted > 0 && err != nil {
		m.log.LogAttrs(ctx, slog.LevelError, "mute not announced everywhere", slog.String("id", one.ID), slog.String("error", err.Error()))
		return nil
	}
	return err
}
