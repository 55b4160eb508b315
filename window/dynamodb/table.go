package dynamodb

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window"
	"trailnotify/window/set"
)

// API is what is used of the SDK's client.
type API interface {
	UpdateItem(context.Context, *sdk.UpdateItemInput, ...func(*sdk.Options)) (*sdk.UpdateItemOutput, error)
	Query(context.Context, *sdk.QueryInput, ...func(*sdk.Options)) (*sdk.QueryOutput, error)
	GetItem(context.Context, *sdk.GetItemInput, ...func(*sdk.Options)) (*sdk.GetItemOutput, error)
	DeleteItem(context.Context, *sdk.DeleteItemInput, ...func(*sdk.Options)) (*sdk.DeleteItemOutput, error)
}

// Table is a [window.Table] on a DynamoDB table. Errors are those of the SDK,
// which name the operation, and of items that this version cannot read. It is
// safe for concurrent use.
type Table struct {
	api    API
	name   string
	prefix string // of all partition keys
}

var _ window.Table = (*Table)(nil)

// New returns the part of the table with the given name or ARN that belongs to
// a deployment. Deployments with different names never meet on an item, nor do
// programs with different layouts. The name of a deployment has no '#'.
func New(api API, name, deployment string) *Table {
	return &Table{api, name, fmt.Sprintf("%s#%d#", deployment, version)}
}

// register is the place of a register among the items of its rule and group.
var register set.Place

// pk is the partition key of a rule and group.
func (t *Table) pk(key string) types.AttributeValue { return text(t.prefix + key) }

// Add implements [window.Table].
func (t *Table) Add(ctx context.Context, key string, at set.Place, w window.Write) (set.Contents, bool, error) {
	var u update
	u.union("ids", encodeElements(w.Elements), w.ElementLimit)
	u.union("sums", encodeSummaries(w.Summaries), w.SummaryLimit)
	u.union("exc", encodeExcepted(w.Excepted), w.ExceptedLimit)
	u.expire(w.Expires)
	if w.Group != "" {
		u.set = append(u.set, "grp = if_not_exists(grp, :grp)")
		u.value(":grp", text(w.Group))
	}
	it, ok, err := t.update(ctx, key, at, u)
	if err != nil {
		return set.Contents{}, false, err
	}
	c, err := decodeContents(it)
	return c, ok, err
}

// Items implements [window.Table].
func (t *Table) Items(ctx context.Context, key string, r window.Read) ([]set.Item, set.Place, error) {
	in := &sdk.QueryInput{
		TableName:              &t.name,
		ConsistentRead:         aws.Bool(!r.Stale),
		KeyConditionExpression: aws.String("pk = :pk AND sk BETWEEN :from AND :to"),
		ProjectionExpression:   aws.String("sk, v, ids"),
		ExpressionAttributeValues: item{
			":pk": t.pk(key), ":from": encodePlace(r.From), ":to": encodePlace(r.To),
		},
	}
	if r.Details {
		in.ProjectionExpression = aws.String("sk, v, ids, sums, exc")
	}
	out, err := t.api.Query(ctx, in)
	if err != nil {
		return nil, set.Place{}, err
	}
	var items []set.Item
	for _, it := range out.Items {
		decoded, err := decodeItem(it)
		if err != nil {
			return nil, set.Place{}, err
		}
		items = append(items, decoded)
	}
	if len(out.LastEvaluatedKey) == 0 {
		return items, set.Place{}, nil
	}
	last, err := decodePlace(out.LastEvaluatedKey)
	return items, last.Next(), err
}

// Published implements [window.Table].
func (t *Table) Published(ctx context.Context, key string) ([]int64, error) {
	out, err := t.api.GetItem(ctx, &sdk.GetItemInput{
		TableName:            &t.name,
		Key:                  item{"pk": t.pk(key), "sk": encodePlace(register)},
		ProjectionExpression: aws.String("pub, v"),
	})
	if err != nil {
		return nil, err
	}
	r, err := decodeRegister(out.Item)
	return r.Alerted, err
}

// Register implements [window.Table].
func (t *Table) Register(ctx context.Context, key string) (set.Register, error) {
	out, err := t.api.GetItem(ctx, &sdk.GetItemInput{
		TableName:      &t.name,
		Key:            item{"pk": t.pk(key), "sk": encodePlace(register)},
		ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return set.Register{}, err
	}
	return decodeRegister(out.Item)
}

// CloseAlert implements [window.Table].
func (t *Table) CloseAlert(ctx context.Context, key string, start int64) error {
	u := update{remove: []string{openName(start)}, conditions: []string{"attribute_exists(pk)"}}
	_, _, err := t.update(ctx, key, register, u)
	return err
}

// Claim implements [window.Table].
func (t *Table) Claim(ctx context.Context, key string, c window.Claim) (set.Register, bool, error) {
	var u update
	u.take(set.Lease{Token: c.Token, Now: c.Now, Until: c.Until})
	u.expire(c.Expires)
	if len(c.Prune) > 0 {
		u.del = []string{"pub :prune", mutedName + " :prune", dryRunName + " :prune"}
		u.value(":prune", numbers(c.Prune))
	}
	it, ok, err := t.update(ctx, key, register, u)
	if err != nil {
		return set.Register{}, false, err
	}
	r, err := decodeRegister(it)
	return r, ok, err
}

// Mark implements [window.Table].
func (t *Table) Mark(ctx context.Context, key string, m window.Mark) (bool, error) {
	u := update{add: []string{"pub :windows"}}
	u.value(":windows", numbers(m.Windows))
	if name := fateNames[m.Fate]; name != "" {
		u.add = append(u.add, name+" :windows")
	}
	u.expire(m.Expires)
	if m.Open != nil {
		u.set = append(u.set, openName(m.Windows[0])+" = :open")
		u.value(":open", encodeOpen(*m.Open))
	}
	for _, start := range m.Stale {
		u.remove = append(u.remove, openName(start))
	}
	if m.Token != "" {
		u.giveUp(m.Token)
	}
	_, ok, err := t.update(ctx, key, register, u)
	return ok && err == nil, err
}

// Release implements [window.Table].
func (t *Table) Release(ctx context.Context, key, token string) error {
	var u update
	u.giveUp(token)
	_, _, err := t.update(ctx, key, register, u)
	return err
}

// Compact implements [window.Table].
func (t *Table) Compact(ctx context.Context, key string, at set.Place, surplus set.Contents) error {
	u := update{conditions: []string{"attribute_exists(pk)"}}
	u.without("ids", encodeElements(surplus.Elements))
	u.without("sums", encodeSummaries(surplus.Summaries))
	u.without("exc", encodeExcepted(surplus.Excepted))
	if len(u.del) == 0 {
		return nil
	}
	_, _, err := t.update(ctx, key, at, u)
	return err
}
