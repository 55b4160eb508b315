package sns

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"trailnotify/alert"
)

// MaxMessage is what SNS takes: the message with its attributes, in bytes.
const MaxMessage = 256 << 10

// Message is the publish of an alert on a route. An alert that is too large is
// shortened, the least important first.
func Message(a alert.Alert, reader alert.Reader, route Route) (*sns.PublishInput, error) {
	for {
		in, err := message(a, reader, route)
		if err != nil {
			return nil, fmt.Errorf("encoding alert %s of rule %s: %w", a.ID, a.Rule, err)
		}
		if Size(in) <= MaxMessage {
			return in, nil
		}
		shorter, ok := a.Shorter()
		if !ok {
			return nil, fmt.Errorf("alert %s of rule %s has %d bytes, more than the %d that SNS takes", a.ID, a.Rule, Size(in), MaxMessage)
		}
		a = shorter
	}
}

func message(a alert.Alert, reader alert.Reader, route Route) (*sns.PublishInput, error) {
	in := &sns.PublishInput{
		TopicArn:          aws.String(route.Topic),
		Subject:           aws.String(subjectOf(a)),
		MessageAttributes: attributes(a),
	}
	switch route.Format {
	case Auto, "":
		forms, err := plainly(map[string]string{
			"default": string(a.JSON()),
			"email":   a.Text(reader),
			"https":   string(a.Chat(reader).JSON()),
		})
		if err != nil {
			return nil, err
		}
		in.MessageStructure = aws.String("json")
		in.Message = aws.String(forms)
	case Chat:
		in.Message = aws.String(string(a.Chat(reader).JSON()))
	case Text:
		in.Message = aws.String(a.Text(reader))
	case JSON:
		in.Message = aws.String(string(a.JSON()))
	case Alarm:
		in.Subject = aws.String(subject(a.AlarmSubject(route.Topic)))
		in.Message = aws.String(string(a.Alarm(route.Topic)))
	default:
		return nil, fmt.Errorf("format %q: want one of %v", route.Format, Formats())
	}
	return in, nil
}

// plainly encodes without the escapes that only HTML needs.
func plainly(forms map[string]string) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(forms)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// MaxSubject is one character below what SNS takes.
const MaxSubject = 99

// subjectOf is the title of an alert as a subject.
func subjectOf(a alert.Alert) string {
	const name = "trailnotify "
	return subject(name + a.Subject(MaxSubject-len(name)))
}

// subject makes an SNS subject of a title that begins with a letter: ASCII
// without control characters, at most 99 of them.
func subject(title string) string {
	ascii := strings.Map(func(r rune) rune {
		switch {
		case r == '×':
			return 'x'
		case r == '…':
			return '~'
		case r < ' ' || r > '~':
			return '?'
		}
		return r
	}, title)
	return ascii[:min(len(ascii), MaxSubject)]
}

// Size is what SNS counts of a message: its text, and names, types and values
// of its attributes.
func Size(in *sns.PublishInput) int {
	n := len(aws.ToString(in.Message))
	for name, v := range in.MessageAttributes {
		n += len(name) + len(aws.ToString(v.DataType)) + len(aws.ToString(v.StringValue))
	}
	return n
}

// attributes are what filter policies select by. An empty list has no
// attribute: SNS refuses an empty value.
func attributes(a alert.Alert) map[string]types.MessageAttributeValue {
	m := map[string]types.MessageAttributeValue{
		"alert_id":       text(a.ID),
		"kind":           text(a.Kind),
		"rule":           text(a.Rule),
		"severity":       text(a.Severity),
		"schema_version": {DataType: aws.String("Number"), StringValue: aws.String(strconv.Itoa(a.SchemaVersion))},
	}
	list(m, "account", a.Accounts)
	list(m, "region", a.Regions)
	return m
}

func text(s string) types.MessageAttributeValue {
	return types.MessageAttributeValue{DataType: aws.String("String"), StringValue: aws.String(s)}
}

func list(m map[string]types.MessageAttributeValue, name string, values []string) {
	if len(values) == 0 {
		return
	}
	encoded, _ := json.Marshal(values) // strings always encode
	m[name] = types.MessageAttributeValue{DataType: aws.String("String.Array"), StringValue: aws.String(string(encoded))}
}
