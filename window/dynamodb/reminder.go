package dynamodb

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window/set"
)

// reminders is the key under which all reminders of a deployment lie. That of a
// rule and group has two '#', so they never meet.
const reminders = "due"

// hashDigits is how many digits behind the point tell reminders apart that are
// due at the same time. A number has 38 digits; two that met on an item would
// lose a message.
const hashDigits = 25

var hashRange = new(big.Int).Exp(big.NewInt(10), big.NewInt(hashDigits), nil)

// reminderAt is the key of the item of a reminder.
func (t *Table) reminderAt(r set.Reminder) item {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", r.Key, r.Start))
	hash := new(big.Int).SetBytes(sum[:])
	sk := fmt.Sprintf("%d.%0*s", r.Due, hashDigits, hash.Mod(hash, hashRange))
	return item{
		"pk": t.pk(reminders),
		"sk": &types.AttributeValueMemberN{Value: strings.TrimRight(strings.TrimRight(sk, "0"), ".")},
	}
}

// Remind implements [window.Table].
func (t *Table) Remind(ctx context.Context, r set.Reminder, expires time.Time) error {
	u := update{set: []string{"k = :k", "w = :w", "kind = :kind", "val = :val", "cap = :cap", "tok = :tok", "written = :written"}}
	u.value(":k", text(r.Key))
	u.value(":w", number(r.Start))
	u.value(":kind", number(int64(r.Kind)))
	u.value(":val", text(r.Value))
	u.value(":cap", number(int64(r.Capacity)))
	u.value(":tok", text(r.Token))
	u.value(":written", number(r.Put))
	u.expire(expires)
	_, _, err := t.updateAt(ctx, t.reminderAt(r), u)
	return err
}

// Reminders implements [window.Table].
func (t *Table) Reminders(ctx context.Context, at time.Time, after set.Reminder) ([]set.Reminder, bool, error) {
	in := &sdk.QueryInput{
		TableName:                 &t.name,
		KeyConditionExpression:    aws.String("pk = :pk AND sk < :end"),
		ExpressionAttributeValues: item{":pk": t.pk(reminders), ":end": number(at.Unix() + 1)},
	}
	if after.Due > at.Unix() {
		return nil, false, nil // none is due behind it, which the service calls an error
	}
	if after.Key != "" {
		in.ExclusiveStartKey = t.reminderAt(after)
	}
	out, err := t.api.Query(ctx, in)
	if err != nil {
		return nil, false, err
	}
	var all []set.Reminder
	for _, it := range out.Items {
		r, err := decodeReminder(it)
		if err != nil {
			return nil, false, err
		}
		all = append(all, r)
	}
	return all, len(out.LastEvaluatedKey) > 0, nil
}

// TakeReminder implements [window.Table].
func (t *Table) TakeReminder(ctx context.Context, r set.Reminder, l set.Lease) (set.Reminder, bool, error) {
	u := update{conditions: []string{"attribute_exists(pk)"}}
	u.take(l)
	it, ok, err := t.updateAt(ctx, t.reminderAt(r), u)
	if err != nil || len(it) == 0 {
		return set.Reminder{}, false, err
	}
	stored, err := decodeReminder(it)
	return stored, ok && err == nil, err
}

// DropReminder implements [window.Table].
func (t *Table) DropReminder(ctx context.Context, r set.Reminder, token string) error {
	in := &sdk.DeleteItemInput{TableName: &t.name, Key: t.reminderAt(r)}
	if token != "" {
		in.ConditionExpression = aws.String("tok = :tok")
		in.ExpressionAttributeValues = item{":tok": text(token)}
	}
	_, err := t.api.DeleteItem(ctx, in)
	var refused *types.ConditionalCheckFailedException
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

func decodeReminder(it item) (set.Reminder, error) {
	if err := checkVersion(it); err != nil {
		return set.Reminder{}, err
	}
	due, err := decodePlaceOfReminder(it)
	if err != nil {
		return set.Reminder{}, err
	}
	r := set.Reminder{Due: due}
	for name, to := range map[string]*string{"k": &r.Key, "val": &r.Value, "tok": &r.Token} {
		s, ok := it[name].(*types.AttributeValueMemberS)
		if !ok {
			return set.Reminder{}, fmt.Errorf("stored reminder: %s is a %T", name, it[name])
		}
		*to = s.Value
	}
	var kind, capacity int64
	for name, to := range map[string]*int64{"w": &r.Start, "kind": &kind, "cap": &capacity, "written": &r.Put} {
		if *to, err = decodeNumber(it[name]); err != nil {
			return set.Reminder{}, fmt.Errorf("stored reminder: %s: %w", name, err)
		}
	}
	r.Kind, r.Capacity = uint8(kind), int(capacity)
	return r, nil
}

// decodePlaceOfReminder returns when a reminder is due.
func decodePlaceOfReminder(it item) (int64, error) {
	sk, ok := it["sk"].(*types.AttributeValueMemberN)
	if !ok {
		return 0, fmt.Errorf("stored reminder: sk is a %T", it["sk"])
	}
	whole, _, _ := strings.Cut(sk.Value, ".")
	due, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("stored reminder: sk: %w", err)
	}
	return due, nil
}
