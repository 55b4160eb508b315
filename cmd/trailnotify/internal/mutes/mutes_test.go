package mutes

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/mute"
)

// deployed is a function that answers, and remembers what it was asked.
type deployed struct {
	asked  []*lambda.InvokeInput
	answer string
	failed bool
	err    error
}

func (d *deployed) Invoke(_ context.Context, in *lambda.InvokeInput, _ ...func(*lambda.Options)) (*lambda.InvokeOutput, error) {
	d.asked = append(d.asked, in)
	out := &lambda.InvokeOutput{Payload: []byte(d.answer)}
	if d.failed {
		out.FunctionError = aws.String("Unhandled")
	}
	return out, d.err
}

func process(out *bytes.Buffer) cli.Process { return cli.Process{Stdout: out, Stderr: out} }

const drill = `{"id":"5f3a09c1","rule":"RootUsage","from":"2026-03-02T10:00:00Z","until":"2026-03-02T14:00:00Z","reason":"drill\u001b[2J","by":"alice"}`

// Everything that mutes is asked of the alias, and nothing else is.
func TestCommands_AskTheAlias(t *testing.T) {
	for name, c := range map[string]struct {
		run                 func(to target, p cli.Process) error
		answer, sent, shown string
	}{
		"mute": {
			func(to target, p cli.Process) error {
				return begin(t.Context(), to, mute.Request{Rule: "RootUsage", For: "4h", Reason: "drill", By: "alice", Critical: true}, p)
			},
			drill, `{"trailnotify":{"mute":{"rule":"RootUsage","for":"4h","reason":"drill","by":"alice","critical":true}}}`,
			"muted: RootUsage until 2026-03-02T14:00:00Z, by alice: drill\\u001b[2J (5f3a09c1)\n",
		},
		"mutes": {
			func(to target, p cli.Process) error { return list(t.Context(), to, p) },
			"[" + drill + "]", `{"trailnotify":{"mutes":{}}}`,
			"5f3a09c1  RootUsage until 2026-03-02T14:00:00Z, by alice: drill\\u001b[2J\n",
		},
		"no mutes": {
			func(to target, p cli.Process) error { return list(t.Context(), to, p) },
			"[]", `{"trailnotify":{"mutes":{}}}`, "Nothing is muted.\n",
		},
		"unmute": {
			func(to target, p cli.Process) error { return end(t.Context(), to, "5f3a09c1", p) },
			drill, `{"trailnotify":{"unmute":"5f3a09c1"}}`, "no longer muted: RootUsage (5f3a09c1)\n",
		},
	} {
		var out bytes.Buffer
		d := &deployed{answer: c.answer}
		if err := c.run(target{"Trail-Notify-Detector", d}, process(&out)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		in := d.asked[0]
		if aws.ToString(in.Qualifier) != "control" || aws.ToString(in.FunctionName) != "Trail-Notify-Detector" || string(in.Payload) != c.sent {
			t.Errorf("%s: asked %s of %s:%s", name, in.Payload, aws.ToString(in.FunctionName), aws.ToString(in.Qualifier))
		}
		if out.String() != c.shown {
			t.Errorf("%s: shown %q, want %q", name, out.String(), c.shown)
		}
	}
}

func TestCommands_SayWhatFailed(t *testing.T) {
	for name, c := range map[string]struct {
		function deployed
		want     string
	}{
		"refused":     {deployed{failed: true, answer: `{"errorMessage":"rule: missing\nby: missing"}`}, "Trail-Notify: rule: missing\nby: missing"},
		"no message":  {deployed{failed: true, answer: `null`}, "Trail-Notify: Unhandled"},
		"unreachable": {deployed{err: errors.New("no such alias")}, "invoking the alias control of Trail-Notify: no such alias"},
		"older":       {deployed{answer: `"x"`}, "which may be of an older version"},
	} {
		var out bytes.Buffer
		err := list(t.Context(), target{"Trail-Notify", &c.function}, process(&out))
		if err == nil || !strings.Contains(err.Error(), c.want) || out.Len() > 0 {
			t.Errorf("%s: error %v, shown %q", name, err, out.String())
		}
	}
}

// What is plainly missing is said before anything is asked.
func TestMute_AsksForWhatIsMissing(t *testing.T) {
	for want, r := range map[string]mute.Request{
		"give --rule or --all": {By: "b"},
		"give --by":            {Rule: "RootUsage"},
	} {
		var d deployed
		var out bytes.Buffer
		if err := begin(t.Context(), target{"Trail-Notify", &d}, r, process(&out)); err == nil || !strings.Contains(err.Error(), want) || len(d.asked) > 0 {
			t.Errorf("error %v, asked %d times, want %q", err, len(d.asked), want)
		}
	}
}
