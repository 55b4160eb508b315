package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"trailnotify/rules"
	"trailnotify/window"
)

// canaryRule is the name of the rule that the canary's calls match.
const canaryRule = "Canary"

//go:embed canary/canary.yaml
var canaryFile embed.FS

// canaryRules is the set of that one rule.
func canaryRules() (*rules.Set, error) {
	dir, err := fs.Sub(canaryFile, "canary")
	if err != nil {
		return nil, fmt.Errorf("opening the canary's rule: %w", err)
	}
	return rules.Load(dir, "canary")
}

// A canary proves the whole way from CloudTrail to a topic. On a schedule it
// makes a call that needs no permission and changes nothing, which CloudTrail
// records, CloudWatch Logs delivers and the function alerts on; and it measures
// how long ago the last such alert was accepted. It stores nothing beyond what
// counting stores anyway.
type canary struct {
	call      func(ctx context.Context) error
	published func(ctx context.Context, key string) ([]int64, error)
	measure   func(age time.Duration)
	now       func() time.Time
	log       *slog.Logger
}

// key is that of the canary's register in the table.
func (c *canary) key(set *rules.Set) (string, error) {
	rule, ok := set.Lookup(canaryRule)
	if !ok {
		return "", fmt.Errorf("there is no rule %s", canaryRule)
	}
	w := window.Rule{Name: rule.Name, Period: rule.Period}
	return w.Key(window.Group{}), nil
}

// run looks for the last call and makes the next.
func (c *canary) run(ctx context.Context, set *rules.Set) error {
	key, err := c.key(set)
	if err != nil {
		return err
	}
	alerted, err := c.published(ctx, key)
	if err != nil {
		return fmt.Errorf("looking for the canary's last alert: %w", err)
	}
	c.report(ctx, alerted)
	if err := c.call(ctx); err != nil {
		return fmt.Errorf("making the canary's call: %w", err)
	}
	return nil
}

// report measures how long ago the last of the alerted windows began. A window
// that begins after now comes from a record with a forged time: with it, whoever
// may write to the log group could keep a dead canary alive.
func (c *canary) report(ctx context.Context, alerted []int64) {
	now := c.now()
	alerted = slices.DeleteFunc(slices.Clone(alerted), func(start int64) bool { return start > now.Unix() })
	if len(alerted) == 0 {
		c.log.LogAttrs(ctx, slog.LevelInfo, "canary not heard yet")
		return
	}
	age := now.Sub(time.Unix(slices.Max(alerted), 0))
	c.measure(age)
	c.log.LogAttrs(ctx, slog.LevelInfo, "canary heard", slog.Duration("ago", age))
}

// stsCall is the canary's call, which its user agent distinguishes from all
// others.
func stsCall(cfg aws.Config, deployment string) func(context.Context) error {
	client := sts.NewFromConfig(cfg, func(o *sts.Options) {
		o.APIOptions = append(o.APIOptions, awsmiddleware.AddUserAgentKeyValue("trailnotify-canary", deployment))
	})
	return func(ctx context.Context) error {
		_, err := client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		return err
	}
}
