package sns

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"trailnotify/alert"
)

// perTopic answers each topic in its own way, and remembers what was accepted.
type perTopic struct {
	errs     map[string]error
	accepted []*sns.PublishInput
}

func (p *perTopic) Publish(_ context.Context, in *sns.PublishInput, _ ...func(*sns.Options)) (*sns.PublishOutput, error) {
	if err := p.errs[aws.ToString(in.TopicArn)]; err != nil {
		return nil, err
	}
	p.accepted = append(p.accepted, in)
	return &sns.PublishOutput{}, nil
}

const pager = topic + "-pager"

func TestPublish_RefusedAlertGoesToTheBaseTopic(t *testing.T) {
	gone, failing := &types.NotFoundException{}, &types.InternalErrorException{}
	tests := map[string]struct {
		base, own error
		accepted  bool
		diverted  bool
		refused   bool
		notSent   bool
	}{
		"accepted":                     {nil, nil, true, false, false, false},
		"refused":                      {nil, gone, true, true, false, false},
		"failing for a while":          {nil, failing, false, false, false, false},
		"throttled":                    {nil, &types.ThrottledException{}, false, false, false, true},
		"refused by both":              {&types.KMSDisabledException{}, gone, false, false, true, true},
		"refused, base fails":          {failing, gone, false, false, false, false},
		"refused, base is throttled":   {&types.ThrottledException{}, gone, false, false, false, true},
		"failing, base would not take": {gone, failing, false, false, false, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := &perTopic{errs: map[string]error{topic: test.base, pager: test.own}}
			var diverted []Diversion
			r := NewRouter(api, Options{
				Sleep:    instantly,
				Diverted: func(_ context.Context, d Diversion) { diverted = append(diverted, d) },
			}, Route{Topic: topic, Format: JSON}, Route{Severity: "high", Topic: pager, Format: Chat})
			err := r.Publish(context.Background(), sample())
			if (err == nil) != test.accepted || len(api.accepted) > 1 || (len(api.accepted) == 1) != test.accepted {
				t.Fatalf("error %v, %d accepted", err, len(api.accepted))
			}
			if failed, ok := errors.AsType[*Error](err); ok && (failed.Refused() != test.refused || failed.NotSent() != test.notSent) {
				t.Errorf("error %v, %+v", err, failed)
			}
			if test.own != nil && err != nil && !errors.Is(err, test.own) {
				t.Errorf("error %v does not say that %v", err, test.own)
			}
			if !test.diverted {
				if len(diverted) > 0 {
					t.Errorf("diverted %+v", diverted)
				}
				return
			}
			var a alert.Alert
			if err := json.Unmarshal([]byte(aws.ToString(api.accepted[0].Message)), &a); err != nil || a.Diverted != pager {
				t.Errorf("alert %+v, error %v; want one that names the topic that refused it", a, err)
			}
			if len(diverted) != 1 || diverted[0].Topic != topic || diverted[0].Alert.Diverted != pager || !errors.Is(diverted[0].Err, gone) {
				t.Errorf("diverted %+v", diverted)
			}
		})
	}
}

// inTurn gives one error after the other.
type inTurn struct{ errs []error }

func (a *inTurn) Publish(context.Context, *sns.PublishInput, ...func(*sns.Options)) (*sns.PublishOutput, error) {
	err := a.errs[0]
	a.errs = a.errs[1:]
	return nil, err
}

// What may have been accepted by the first topic stays uncertain, whatever the
// second says.
func TestPublish_DivertedAndUncertain(t *testing.T) {
	gone := &types.NotFoundException{}
	api := &inTurn{[]error{&types.InternalErrorException{}, gone, gone}}
	err := NewRouter(api, Options{Sleep: instantly}, Route{Topic: topic}, Route{Severity: "high", Topic: pager}).
		Publish(context.Background(), sample())
	if failed, ok := errors.AsType[*Error](err); !ok || !failed.Refused() || failed.NotSent() {
		t.Errorf("error %v, %+v; want one that is refused and may have been sent", err, failed)
	}
}

// A severity without a topic of its own has nowhere to be diverted to.
func TestPublish_RefusedByTheBaseTopic(t *testing.T) {
	for _, routes := range [][]Route{
		{{Topic: topic}},
		{{Topic: topic}, {Severity: "high", Topic: topic, Format: Text}},
		{{Severity: "high", Topic: topic}},
	} {
		api := &perTopic{errs: map[string]error{topic: &types.AuthorizationErrorException{}}}
		err := NewRouter(api, Options{}, routes...).Publish(context.Background(), sample())
		if failed, ok := errors.AsType[*Error](err); !ok || !failed.Refused() || !failed.NotSent() {
			t.Errorf("%+v: error %v", routes, err)
		}
	}
}

// An alert that can't be made for its topic is refused like one that SNS
// refuses, and so is one that stays too large.
func TestPublish_AlertThatCannotBeMade(t *testing.T) {
	large := sample()
	large.Runbook = strings.Repeat("x", MaxMessage+1)
	for name, c := range map[string]struct {
		a        alert.Alert
		own      Format
		accepted bool
	}{
		"too large for any topic": {large, JSON, false},
		"no such format":          {sample(), "smoke-signals", true},
	} {
		api := &perTopic{}
		err := NewRouter(api, Options{}, Route{Topic: topic, Format: JSON}, Route{Severity: "high", Topic: pager, Format: c.own}).
			Publish(context.Background(), c.a)
		failed, ok := errors.AsType[*Error](err)
		if c.accepted != (err == nil) || !c.accepted && (!ok || !failed.Refused() || !failed.NotSent()) {
			t.Errorf("%s: error %v", name, err)
		}
		if c.accepted && (len(api.accepted) != 1 || aws.ToString(api.accepted[0].TopicArn) != topic) {
			t.Errorf("%s: accepted %+v, want it on the base topic", name, api.accepted)
		}
		if !c.accepted && len(api.accepted) > 0 {
			t.Errorf("%s: sent all the same", name)
		}
	}
}

// SNS counts the attributes too: a message that is within the limit only
// without them would be refused for good.
func TestMessage_SizeCountsAttributes(t *testing.T) {
	route := Route{Topic: topic, Format: JSON}
	large := func(runbook int) alert.Alert {
		a := sample()
		a.Runbook = strings.Repeat("x", runbook)
		return a
	}
	small, err := message(large(1), alert.Reader{}, route)
	if err != nil {
		t.Fatal(err)
	}
	attributes := 0
	for name, v := range small.MessageAttributes {
		attributes += len(name + aws.ToString(v.DataType) + aws.ToString(v.StringValue))
	}
	room := MaxMessage - len(aws.ToString(small.Message)) + 1 // for the runbook, if attributes were for nothing
	for _, runbook := range []int{room - attributes - 1, room - attributes, room - attributes + 1, room} {
		whole, err := message(large(runbook), alert.Reader{}, route)
		if err != nil {
			t.Fatal(err)
		}
		in, err := Message(large(runbook), alert.Reader{}, route)
		switch fits := runbook <= room-attributes; {
		case err != nil && fits:
			t.Errorf("runbook of %d bytes: %v", runbook, err)
		case err == nil && len(aws.ToString(in.Message))+attributes > MaxMessage:
			t.Errorf("runbook of %d bytes: message of %d bytes and attributes of %d", runbook, len(aws.ToString(in.Message)), attributes)
		case err == nil && fits && aws.ToString(in.Message) != aws.ToString(whole.Message):
			t.Errorf("runbook of %d bytes: the alert was shortened", runbook)
		}
	}
}
