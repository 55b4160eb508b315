package dynamodb

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// notes is the key under which the notes of a deployment lie, in one item. That
// of a rule and group has two '#', so they never meet.
const notes = "notes"

// notePrefix begins the names of the attributes of notes.
const notePrefix = "n_"

func (t *Table) notesKey() item { return item{"pk": t.pk(notes), "sk": number(0)} }

// Notes returns the short texts that the deployment keeps besides its counts,
// by their names, with all that was written by calls that returned before this
// one began.
func (t *Table) Notes(ctx context.Context) (map[string]string, error) {
	out, err := t.api.GetItem(ctx, &sdk.GetItemInput{TableName: &t.name, Key: t.notesKey(), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, err
	}
	if err := checkVersion(out.Item); err != nil {
		return nil, err
	}
	all := map[string]string{}
	for attribute, value := range out.Item {
		name, ok := strings.CutPrefix(attribute, notePrefix)
		if s, isText := value.(*types.AttributeValueMemberS); ok && isText {
			all[name] = s.Value
		}
	}
	return all, nil
}

// PutNote keeps a text under a name of letters and digits, in the place of the
// one before.
func (t *Table) PutNote(ctx context.Context, name, value string, expires time.Time) error {
	u := update{set: []string{notePrefix + name + " = :note"}}
	u.value(":note", text(value))
	u.expire(expires)
	_, _, err := t.updateAt(ctx, t.notesKey(), u)
	return err
}

// DropNote forgets a text. It creates no item.
func (t *Table) DropNote(ctx context.Context, name string) error {
	u := update{remove: []string{notePrefix + name}, conditions: []string{"attribute_exists(pk)"}}
	_, _, err := t.updateAt(ctx, t.notesKey(), u)
	return err
}
