package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cloudtrail"
	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/messages"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// previewFlags are the flags of the preview command.
type previewFlags struct {
	rules    ruleFlags
	read     readFlags
	memory   memoryFlag
	format   string
	sizes    bool
	severity string
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
		Long: `Preview replays CloudTrail records and shows the messages that the function
would publish, in the format that their topic would get. That is ALERT_FORMAT;
for "auto" it is the chat message. It measures each message against the limits
of its destination and reports when one is exceeded. With --sizes it shows all
sizes.

With --format html it writes a page that shows each message as people see it, in
chat and by e-mail.

Exit codes: 0 everything was read and every message is within its limits; 1
something could not be read, there was no record, or a limit is exceeded; 2 the
command line or the configuration can't be used; 130 interrupted.`,
		Example: `  trailnotify preview --home-region ap-northeast-1 AWSLogs/
  trailnotify preview --format text --time-zone Asia/Tokyo AWSLogs/
  trailnotify preview --format html --language ja AWSLogs/ > alerts.html`,
		Args: historyPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return preview(cmd.Context(), flags, paths, p)
		},
	}
	flags.add(cmd)
	return cmd
}

func (f *previewFlags) add(cmd *cobra.Command) {
	f.rules.add(cmd)
	f.read.add(cmd)
	f.memory.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", "", "chat, text, json, cloudwatch-alarm, or html for a page (default ALERT_FORMAT, else chat)")
	cmd.Flags().BoolVar(&f.sizes, "sizes", false, "show how much of each limit a message takes")
	cmd.Flags().StringVar(&f.severity, "severity", "", "show only alerts of this `severity` or a higher one")
	cmd.Flags().StringVar(&f.language, "language", "", "`language` of the labels: en or ja (default ALERT_LANGUAGE, else en)")
	cmd.Flags().StringVar(&f.zone, "time-zone", "", "time `zone` to show with UTC, such as Asia/Tokyo (default ALERT_TIME_ZONE)")
	cmd.Flags().StringVar(&f.logGroup, "log-group", "aws-cloudtrail-logs", "`name` of the log group that links lead to")
	cmd.Flags().StringVar(&f.region, "region", "", "`region` of the log group (default AWS_REGION; no link without it)")
	cmd.Flags().StringToStringVar(&f.accounts, "account", nil, "name of an account, as `ID=NAME` (repeatable; default ACCOUNTS_FILE)")
	completeValues(cmd, "format", messages.Formats()...)
	completeValues(cmd, "language", string(alert.English), string(alert.Japanese))
	completeValues(cmd, "region", regions...)
	completeValues(cmd, "severity", severities()...)
	completeValues(cmd, "time-zone", settings.ZoneNames()...)
}

// preview is one run of the command.
func preview(ctx context.Context, flags previewFlags, paths []string, p process) error {
	s, err := settings.Read(p.environ)
	if err != nil {
		return err
	}
	show, err := flags.show(s, p)
	if err != nil {
		return err
	}
	set, in, err := open(ctx, flags.rules, flags.read, paths, p)
	if err != nil {
		return err
	}
	r := newReplayer(set, in, flags.from(s, p), show.Add)
	err = r.inOrder(ctx, flags.memory, func(ctx context.Context, b cloudtrail.Batch) error {
		b.LogGroup = flags.logGroup // as if it had come from there
		return r.detect(ctx, b)
	})
	if err != nil && !errors.Is(err, errInterrupted) {
		return err
	}
	summary, wrong := show.End()
	if wrong != nil {
		return wrong
	}
	fmt.Fprintf(p.stderr, "%s: %s\n", screen.Escape(in.text()), summary)
	if show.Exceeded() {
		return cmp.Or(err, error(exit(exitSkipped)))
	}
	return cmp.Or(err, in.outcome())
}

// show returns what shows the messages.
func (f *previewFlags) show(s settings.Settings, p process) (*messages.Show, error) {
	wanted, err := atLeast(f.severity)
	if err != nil {
		return nil, err
	}
	formats, err := f.formats(s, p)
	if err != nil {
		return nil, err
	}
	reader, err := f.reader(s)
	if err != nil {
		return nil, err
	}
	return &messages.Show{
		Formats: formats, Sizes: f.sizes, Wanted: wanted, Reader: reader, Region: f.regionOf(p), To: p.stdout, Note: p.note,
	}, nil
}

// oldFormats are what formats were called. The next release forgets them.
var oldFormats = map[string]string{"slack": string(sns.Chat), "email": string(sns.Text)}

// formats returns the format for each severity, "" for those without one of
// their own: as the flag says, or else as the settings do.
func (f *previewFlags) formats(s settings.Settings, p process) (map[string]string, error) {
	if f.format == "" {
		formats := map[string]string{"": string(sns.Chat)}
		for severity, format := range s.Formats {
			if format != sns.Auto {
				formats[severity] = string(format)
			} else {
				formats[severity] = string(sns.Chat)
			}
		}
		return formats, nil
	}
	format := f.format
	if now, old := oldFormats[format]; old {
		p.note("--format %s is now called %s; the next release will not know the old name", format, now)
		format = now
	}
	return map[string]string{"": format}, flagOneOf("format", format, messages.Formats()...)
}

// reader is whom the messages are for.
func (f *previewFlags) reader(s settings.Settings) (reader alert.Reader, err error) {
	reader = s.Reader
	if f.language != "" {
		if reader.Language, err = alert.ParseLanguage(f.language); err != nil {
			return reader, fmt.Errorf("--language: %w", err)
		}
	}
	if f.zone != "" {
		if reader.Zone, err = settings.ParseZone(f.zone); err != nil {
			return reader, fmt.Errorf("--time-zone: %w", err)
		}
	}
	return reader, nil
}

// from is the deployment that the alerts seem to come from.
func (f *previewFlags) from(s settings.Settings, p process) alert.Deployment {
	names := maps.Clone(s.Accounts)
	if names == nil {
		names = map[string]string{}
	}
	maps.Copy(names, f.accounts)
	return alert.Deployment{Name: s.Deployment, Region: f.regionOf(p), Accounts: names}
}

func (f *previewFlags) regionOf(p process) string { return orElse(f.region, p.getenv("AWS_REGION")) }
