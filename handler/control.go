package handler

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// controlAlias is the alias of the function that controls are taken from. IAM
// can't look into a payload, but it knows an alias.
const controlAlias = "control"

// ErrNotControl is the error for a control that was not asked for by way of the
// alias.
var ErrNotControl = errors.New("refused: mutes are taken only from those who invoke the alias control of the function")

// command is what an event asks for: a name, or an object whose only member is
// the name, with what the control needs to know.
type command struct {
	name string
	body json.RawMessage
}

// UnmarshalJSON implements [json.Unmarshaler].
func (c *command) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &c.name) == nil {
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil || len(object) != 1 {
		return errors.New(`trailnotify: want the name of a command, or an object with one member`)
	}
	for c.name, c.body = range object {
	}
	return nil
}

// command is the name of the command that an event asks for, "" for none.
func (e event) command() string {
	if len(e.Command.body) > 0 {
		return ""
	}
	return e.Command.name
}

// control is the control that an event asks for. Its name is empty where the
// event asks for none.
func (e event) control() command {
	switch {
	case len(e.Mute) > 0:
		return command{"mute", e.Mute}
	case len(e.Command.body) > 0:
		return e.Command
	default:
		return command{}
	}
}

// control runs a control, if it is asked for in the right way.
func (v *invocation) control(ctx context.Context, c command) ([]byte, error) {
	if qualifier(ctx) != controlAlias {
		return nil, ErrNotControl
	}
	response, err := v.Controls[c.name](ctx, c.body)
	if err != nil {
		return nil, err
	}
	return encode(response)
}

// qualifier is the version or alias that was invoked, "" where the function was
// invoked by its name alone.
func qualifier(ctx context.Context) string {
	lc, ok := lambdacontext.FromContext(ctx)
	if !ok {
		return ""
	}
	const parts = 8 // arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER
	if arn := strings.Split(lc.InvokedFunctionArn, ":"); len(arn) == parts {
		return arn[parts-1]
	}
	return ""
}
