package dynamodb

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window/set"
)

// update is one UpdateItem in the making.
type update struct {
	add, set, remove, del, conditions []string
	values                            item
}

type item = map[string]types.AttributeValue

func (u *update) value(name string, v types.AttributeValue) {
	if u.values == nil {
		u.values = item{}
	}
	u.values[name] = v
}

func (u *update) expression() string {
	var all []string
	for _, clause := range []struct {
		word  string
		terms []string
	}{{"ADD ", u.add}, {"SET ", u.set}, {"REMOVE ", u.remove}, {"DELETE ", u.del}} {
		if len(clause.terms) > 0 {
			all = append(all, clause.word+strings.Join(clause.terms, ", "))
		}
	}
	return strings.Join(all, " ")
}

// expire sets what both kinds of items have: when they may be forgotten, and
// the version.
func (u *update) expire(at time.Time) {
	u.set = append(u.set, "exp = :exp", "v = if_not_exists(v, :v)")
	u.value(":exp", number(at.Unix()))
	u.value(":v", number(version))
}

// update changes an item of a rule and group. It returns the item afterwards
// and true, or the item as it is and false if a condition does not hold.
func (t *Table) update(ctx context.Context, key string, at set.Place, u update) (item, bool, error) {
	return t.updateAt(ctx, item{"pk": t.pk(key), "sk": encodePlace(at)}, u)
}

// updateAt changes any item, likewise.
func (t *Table) updateAt(ctx context.Context, at item, u update) (item, bool, error) {
	in := &sdk.UpdateItemInput{
		TableName:                           &t.name,
		Key:                                 at,
		UpdateExpression:                    aws.String(u.expression()),
		ExpressionAttributeValues:           u.values,
		ReturnValues:                        types.ReturnValueAllNew,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
	if len(u.conditions) > 0 {
		in.ConditionExpression = aws.String(strings.Join(u.conditions, " AND "))
	}
	if strings.Contains(*in.UpdateExpression, "#owner") {
		in.ExpressionAttributeNames = map[string]string{"#owner": "owner"} // a reserved word
	}
	out, err := t.api.UpdateItem(ctx, in)
	var refused *types.ConditionalCheckFailedException
	switch {
	case errors.As(err, &refused):
		return refused.Item, false, checkVersion(refused.Item)
	case err != nil:
		return nil, false, err
	}
	return out.Attributes, true, checkVersion(out.Attributes)
}

// union adds a set unless there are limit members already.
func (u *update) union(name string, members types.AttributeValue, limit int) {
	if members == nil {
		return
	}
	u.add = append(u.add, name+" :"+name)
	u.value(":"+name, members)
	if limit > 0 {
		u.conditions = append(u.conditions, fmt.Sprintf("(attribute_not_exists(%s) OR size(%[1]s) < :%[1]slimit)", name))
		u.value(":"+name+"limit", number(int64(limit)))
	}
}

// take begins a lease; nothing is done if another has one.
func (u *update) take(l set.Lease) {
	u.set = append(u.set, "#owner = :me", "lease = :until")
	u.conditions = append(u.conditions, "(attribute_not_exists(lease) OR lease < :now OR #owner = :me)")
	u.value(":me", text(l.Token))
	u.value(":until", number(l.Until.UnixMilli()))
	u.value(":now", number(l.Now.UnixMilli()))
}

// giveUp ends the lease of token; nothing is done if it does not hold it.
func (u *update) giveUp(token string) {
	u.remove = append(u.remove, "#owner", "lease")
	u.conditions = append(u.conditions, "#owner = :me")
	u.value(":me", text(token))
}

func (u *update) without(name string, members types.AttributeValue) {
	if members != nil {
		u.del = append(u.del, name+" :"+name)
		u.value(":"+name, members)
	}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func numbers(all []int64) types.AttributeValue {
	windows := &types.AttributeValueMemberNS{}
	for _, n := range all {
		windows.Value = append(windows.Value, strconv.FormatInt(n, 10))
	}
	return windows
}
