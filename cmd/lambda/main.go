// Command lambda is the function behind the subscription filter. It reads its
// configuration from the environment, once, and refuses to start when any of it
// is wrong.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/handler"
	"trailnotify/pattern/explain"
	"trailnotify/rules"
	"trailnotify/window"
	"trailnotify/window/dynamodb"
)

func main() {
	h, err := wire(context.Background(), os.Environ(), os.Stdout)
	if err != nil {
		fmt.Fprintf(os.Stderr, "trailnotify can't start:\n%v\n", err)
		os.Exit(1)
	}
	lambda.Start(h)
}

// wire puts the function together from its environment, in the form of
// os.Environ, or reports everything that is wrong with it at once.
func wire(ctx context.Context, environ []string, logTo io.Writer) (*handler.Handler, error) {
	s, settingFaults := readSettings(environ)
	set, ruleFaults := loadRules(s, environ)
	if err := errors.Join(settingFaults, ruleFaults); err != nil {
		return nil, err
	}
	log := slog.New(slog.NewJSONHandler(logTo, &slog.HandlerOptions{Level: s.logLevel}))
	logRules(ctx, log, set, time.Now())
	aws, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading the AWS configuration: %w", err)
	}
	f := function{settings: s, aws: aws, rules: set, log: log, logTo: logTo}
	return f.handler(ctx), nil
}

// A function is what the environment asked for, about to be put together.
type function struct {
	settings
	aws   aws.Config
	rules *rules.Set
	log   *slog.Logger
	logTo io.Writer
}

func (f *function) handler(ctx context.Context) *handler.Handler {
	m := &metrics{w: f.logTo, deployment: f.Deployment, perRule: f.metrics == "rules", now: time.Now}
	table := dynamodb.New(dynamodb.NewClient(f.aws), f.table, f.Deployment)
	topics := sns.NewClient(f.aws)
	router := sns.NewRouter(topics, f.routing(m), f.allRoutes()...)
	from := alert.Deployment{Name: f.Deployment, Table: f.table, Region: f.aws.Region, LogGroup: f.onlyLogGroup(), Accounts: f.Accounts, Now: time.Now}
	d := detector.New(f.rules, window.NewCounter(table, window.Options{}), f.publisher(router, topics), from)
	d.DryRun = dryRun(f.log, router)
	d.Incidents = func(severity string) bool { return sns.Incidents(severity, f.allRoutes()...) }
	if f.log.Enabled(ctx, slog.LevelDebug) {
		d.Trace = tracer(ctx, f.log)
	}
	h := handler.New(d, f.log)
	h.LogGroups, h.Owners = f.logGroups, f.logOwners
	ticks := &tick{close: d.Close, log: f.log}
	h.Commands = map[string]func(context.Context) error{
		"test": func(ctx context.Context) error { return router.Test(ctx, from) },
		"tick": ticks.run,
	}
	silence := &mutes{notes: table, rules: f.rules, deployment: f.Deployment, announce: router.Announce, now: time.Now, log: f.log}
	d.Mutes, d.Muted, ticks.before = silence.silence, silence.withheld, silence.sweep
	h.Controls = map[string]func(context.Context, json.RawMessage) (any, error){
		"mute": silence.begin, "mutes": silence.list, "unmute": silence.end,
	}
	if f.metrics != "off" {
		h.Measure, ticks.measure = m.measure, m.tick
	}
	if f.canary != "" {
		c := &canary{call: stsCall(f.aws, f.Deployment), published: table.Published, measure: m.canary, now: time.Now, log: f.log}
		h.Commands["canary"] = func(ctx context.Context) error { return c.run(ctx, f.rules) }
	}
	return h
}

// onlyLogGroup is the log group that closing messages lead to. An alert knows
// that of its batch.
func (f *function) onlyLogGroup() string {
	if len(f.logGroups) == 1 {
		return f.logGroups[0]
	}
	return ""
}

// dryRun writes to the log the message that would have gone out.
func dryRun(log *slog.Logger, router *sns.Router) func(context.Context, alert.Alert) {
	return func(ctx context.Context, a alert.Alert) {
		attrs := []slog.Attr{slog.String("rule", a.Rule), slog.String("alert_id", a.ID), slog.Bool("closing", a.Closing != nil)}
		m, err := router.Draft(a)
		if err != nil {
			log.LogAttrs(ctx, slog.LevelError, "dry run", append(attrs, slog.String("error", err.Error()))...)
			return
		}
		log.LogAttrs(ctx, slog.LevelInfo, "dry run", append(attrs, slog.String("topic", aws.ToString(m.TopicArn)),
			slog.String("subject", aws.ToString(m.Subject)), slog.String("message", aws.ToString(m.Message)))...)
	}
}

// routing is what the router of alerts takes from the function.
func (f *function) routing(m *metrics) sns.Options {
	return sns.Options{Reader: f.Reader, Diverted: func(ctx context.Context, d sns.Diversion) {
		f.log.LogAttrs(ctx, slog.LevelError, "alert diverted", slog.String("alert_id", d.Alert.ID),
			slog.String("rule", d.Alert.Rule), slog.String("to", d.Topic), slog.String("error", d.Err.Error()))
		if f.metrics != "off" {
			m.diverted()
		}
	}}
}

// publisher sends the canary's alerts to a topic of their own.
func (f *function) publisher(router *sns.Router, topics sns.API) detector.Publish {
	if f.canary == "" {
		return router.Publish
	}
	canary := sns.NewRouter(topics, sns.Options{}, sns.Route{Topic: f.canary, Format: sns.JSON})
	return func(ctx context.Context, a alert.Alert) error {
		if a.Rule == canaryRule {
			return canary.Publish(ctx, a)
		}
		return router.Publish(ctx, a)
	}
}

// loadRules loads the rules and applies what the environment says of them.
func loadRules(s settings, environ []string) (*rules.Set, error) {
	set, err := rules.Open(s.RuleSet, s.RulesDir)
	if err == nil && s.canary != "" {
		var canary *rules.Set
		if canary, err = canaryRules(); err == nil {
			set, err = set.Extend(canary)
		}
	}
	if err != nil {
		return nil, err
	}
	return set.Override(environ, nil)
}

// tracer logs why each match matched. It shows what is in records, so it is for
// the debug level only.
func tracer(ctx context.Context, log *slog.Logger) func(cloudtrail.Record, rules.Match) {
	return func(r cloudtrail.Record, m rules.Match) {
		attrs := []slog.Attr{
			slog.String("rule", m.Rule.Name), slog.String("exception", m.Exception), slog.String("event_id", r.EventID()),
			slog.String("why", explain.Message(m.Rule.Pattern.Syntax(), r.JSON).String()),
		}
		if m.Unclear != nil {
			attrs = append(attrs, slog.String("unclear", m.Unclear.Error()))
		}
		log.LogAttrs(ctx, slog.LevelDebug, "match", attrs...)
	}
}

// logRules says once, at the start, which rules are in force and where their
// thresholds come from, and which exceptions have ended or will.
func logRules(ctx context.Context, log *slog.Logger, set *rules.Set, now time.Time) {
	var inForce []slog.Attr
	for _, row := range set.Table() {
		if row.Enabled.Value != "true" {
			inForce = append(inForce, slog.String(row.Name, "off"))
			continue
		}
		inForce = append(inForce, slog.Group(row.Name,
			slog.String("threshold", row.Threshold.Value), slog.String("from", row.Threshold.Origin),
			slog.String("period", row.Period.Value), slog.String("quiet", row.Quiet.Value), slog.String("closing", row.Closing.Value), slog.String("mode", row.Mode.Value)))
	}
	log.LogAttrs(ctx, slog.LevelInfo, "rules in force",
		slog.Attr{Key: "rules", Value: slog.GroupValue(inForce...)}, slog.Any("notes", set.Notes()))
	for _, e := range set.Endings(now) {
		level := slog.LevelInfo
		if e.Ended {
			level = slog.LevelWarn
		}
		log.LogAttrs(ctx, level, e.String())
	}
}
