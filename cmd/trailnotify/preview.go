package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
)

// previewFlags are the flags of the preview command.
type previewFlags struct {
	rules    ruleFlags
	read     readFlags
	memory   memoryFlag
	format   string
	language string
	zone     string
	logGroup string
	region   string
	accounts map[string]string
}

func newPreview(p process) *cobra.Command {
	var flags previewFlags
	cmd := &cobra.Command{
		Use:   "preview [flags] PATH...",
		Short: "Show what the alerts of recorded history would look like",
		Long: `Preview replays CloudTrail records and shows the messages that the function would
publish: to chat, by e-mail, or for programs. It measures each message against
the limits of where it goes and says so when one is exceeded.

With --format html it writes a page that shows each chat message as people see it.

Exit codes: 0 everything was read and every message is within its limits;
1 something could not be read, there was no record, or a limit is exceeded; 2 the command line or the
configuration can't be used.`,
		Example: `  trailnotify preview --home-region ap-northeast-1 AWSLogs/
  trailnotify preview --format html --language ja AWSLogs/ > alerts.html`,
		Args: historyPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return preview(cmd.Context(), flags, paths, p)
		},
	}
	flags.rules.add(cmd)
	flags.read.add(cmd)
	flags.memory.add(cmd)
	cmd.Flags().StringVar(&flags.format, "format", "slack", "slack for the chat message, email, json for one alert a line, or html for a page")
	cmd.Flags().StringVar(&flags.language, "language", "", "`language` of the labels: en or ja (default ALERT_LANGUAGE, else en)")
	cmd.Flags().StringVar(&flags.zone, "time-zone", "", "time `zone` to show beside UTC, such as Asia/Tokyo (default ALERT_TIME_ZONE)")
	cmd.Flags().StringVar(&flags.logGroup, "log-group", "aws-cloudtrail-logs", "`name` of the log group that links lead to")
	cmd.Flags().StringVar(&flags.region, "region", "", "`region` of the log group (default AWS_REGION; no link without it)")
	cmd.Flags().StringToStringVar(&flags.accounts, "account", nil, "name of an account, as `ID=NAME` (repeatable)")
	completeValues(cmd, "format", previewFormats...)
	completeValues(cmd, "language", string(alert.English), string(alert.Japanese))
	return cmd
}

// preview is one run of the command.
func preview(ctx context.Context, flags previewFlags, paths []string, p process) error {
	reader, err := flags.reader(p)
	if err != nil {
		return err
	}
	show, err := newShow(flags.format, reader, p)
	if err != nil {
		return err
	}
	set, in, err := open(flags.rules, flags.read, paths, p)
	if err != nil {
		return err
	}
	r := newReplayer(set, in, flags.from(p), show.add)
	err = r.inOrder(ctx, flags.memory, func(ctx context.Context, b cloudtrail.Batch) error {
		b.LogGroup = flags.logGroup // as if it had come from there
		return r.detect(ctx, b)
	})
	if err != nil {
		return err
	}
	if err := show.end(in.text()); err != nil {
		return err
	}
	if show.exceeded > 0 {
		return exit(exitSkipped)
	}
	return in.outcome()
}

// reader is whom the messages are for.
func (f *previewFlags) reader(p process) (alert.Reader, error) {
	language, err := alert.ParseLanguage(orElse(f.language, p.getenv("ALERT_LANGUAGE")))
	if err != nil {
		return alert.Reader{}, err
	}
	zone, err := time.LoadLocation(orElse(f.zone, p.getenv("ALERT_TIME_ZONE")))
	if err != nil {
		return alert.Reader{}, fmt.Errorf("time zone: %w", err)
	}
	return alert.Reader{Language: language, Zone: zone}, nil
}

// from is the deployment that the alerts seem to come from.
func (f *previewFlags) from(p process) alert.Deployment {
	return alert.Deployment{
		Name:     p.getenv("DEPLOYMENT_NAME"),
		Region:   orElse(f.region, p.getenv("AWS_REGION")),
		Accounts: f.accounts,
	}
}
