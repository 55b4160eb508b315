// Package preview is the command that shows the messages that history would
// have sent.
package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/spf13/cobra"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cmd/internal/accounts"
	"trailnotify/cmd/internal/settings"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/messages"
	"trailnotify/cmd/trailnotify/internal/reading"
	"trailnotify/cmd/trailnotify/internal/replaying"
	"trailnotify/cmd/trailnotify/internal/ruleset"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// flags are the flags of the preview command.
type flags struct {
	rules    ruleset.Flags
	read     reading.Flags
	format   string
	sizes    bool
	severity string
	language string
	zone     string
	logGroup string
	region   string
	accounts map[string]string
}

const long = `Preview replays CloudTrail records and shows the messages that the function
would publish, in the format that their topic would get. That is ALERT_FORMAT;
for "auto" it is the chat message. It measures each message against the limits
of its destination and reports when one is exceeded. With --sizes it shows all
sizes.

With --format html it writes a page that shows each message as people see it, in
chat and by e-mail.

Exit codes: 0 everything was read and every message is within its limits; 1
something could not be read, there was no record, or a limit is exceeded; 2 the
command line or the configuration can't be used; 130 interrupted.`

const example = `  trailnotify preview --home-region ap-northeast-1 AWSLogs/
  trailnotify preview --format text --time-zone Asia/Tokyo AWSLogs/
  trailnotify preview --format html --language ja AWSLogs/ > alerts.html`

// Command returns the command.
func Command(p cli.Process) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:     "preview [flags] PATH...",
		Short:   "Show what the alerts of recorded history would look like",
		Long:    long,
		Example: example,
		Args:    cli.HistoryPaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return f.run(cmd.Context(), paths, p)
		},
	}
	f.add(cmd)
	return cmd
}

func (f *flags) add(cmd *cobra.Command) {
	f.rules.Add(cmd)
	f.read.Add(cmd)
	cmd.Flags().StringVar(&f.format, "format", "", "chat, text, json, cloudwatch-alarm, or html for a page (default ALERT_FORMAT, else chat)")
	cmd.Flags().BoolVar(&f.sizes, "sizes", false, "show how much of each limit a message takes")
	cli.Choice(cmd, &f.severity, "severity", "show only alerts of this `severity` or a higher one", ruleset.Severities()...)
	cmd.Flags().StringVar(&f.language, "language", "", "`language` of the labels: en or ja (default ALERT_LANGUAGE, else en)")
	cmd.Flags().StringVar(&f.zone, "time-zone", "", "time `zone` to show with UTC, such as Asia/Tokyo (default ALERT_TIME_ZONE)")
	cmd.Flags().StringVar(&f.logGroup, "log-group", "aws-cloudtrail-logs", "`name` of the log group that links lead to")
	cmd.Flags().StringVar(&f.region, "region", "", "`region` of the log group (default AWS_REGION; no link without it)")
	cmd.Flags().StringToStringVar(&f.accounts, "account", nil, "name of an account, as `ID=NAME` (repeatable; default ACCOUNTS_FILE)")
	cli.CompleteValues(cmd, "format", messages.Formats()...)
	cli.CompleteValues(cmd, "language", string(alert.English), string(alert.Japanese))
	cli.CompleteValues(cmd, "region", cli.Regions...)
	cli.CompleteValues(cmd, "time-zone", settings.ZoneNames()...)
}

// run is one run of the command.
func (f *flags) run(ctx context.Context, paths []string, p cli.Process) error {
	s, err := settings.Read(p.Environ)
	if err != nil {
		return err
	}
	show, err := f.show(s, p)
	if err != nil {
		return err
	}
	r, err := replaying.Open(ctx, f.rules, f.read, paths, p)
	if err != nil {
		return err
	}
	r.Incidents = show.Incidents
	interrupted := r.Run(ctx, replaying.Options{From: f.from(s, p)}, show.Add)
	if interrupted != nil && !errors.Is(interrupted, cli.ErrInterrupted) {
		return interrupted
	}
	summary, err := show.End()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Stderr, "%s: %s\n", screen.Escape(r.Text()), summary)
	if show.Exceeded() {
		return cmp.Or(interrupted, error(cli.Exit(cli.ExitSkipped)))
	}
	return cmp.Or(interrupted, r.Outcome())
}

// show returns what shows the messages.
func (f *flags) show(s settings.Settings, p cli.Process) (*messages.Show, error) {
	for account := range f.accounts {
		if err := accounts.CheckID(account); err != nil {
			return nil, fmt.Errorf("--account: %w", err)
		}
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
		Formats: formats, Sizes: f.sizes, Wanted: ruleset.AtLeast(f.severity), Reader: reader, Region: f.regionOf(p), To: p.Stdout, Note: p.Note,
	}, nil
}

// oldFormats are what formats were called. The next release forgets them.
var oldFormats = map[string]string{"slack": string(sns.Chat), "email": string(sns.Text)}

// formats returns the format for each severity, "" for those without one of
// their own: as the flag says, or else as the settings do.
func (f *flags) formats(s settings.Settings, p cli.Process) (map[string]string, error) {
	if f.format == "" {
		return formatsOf(s), nil
	}
	format := f.format
	if now, old := oldFormats[format]; old {
		p.Note("--format %s is now called %s; the next release will not know the old name", format, now)
		format = now
	}
	if err := settings.OneOf(format, messages.Formats()); err != nil {
		return nil, fmt.Errorf("--format %w", err)
	}
	return map[string]string{"": format}, nil
}

// formatsOf returns the formats of the settings. Auto is shown as chat.
func formatsOf(s settings.Settings) map[string]string {
	formats := map[string]string{"": string(sns.Chat)}
	for severity, format := range s.Formats {
		if format == sns.Auto {
			format = sns.Chat
		}
		formats[severity] = string(format)
	}
	return formats
}

// reader is whom the messages are for.
func (f *flags) reader(s settings.Settings) (reader alert.Reader, err error) {
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
func (f *flags) from(s settings.Settings, p cli.Process) alert.Deployment {
	names := maps.Clone(s.Accounts)
	if names == nil {
		names = map[string]string{}
	}
	maps.Copy(names, f.accounts)
	return alert.Deployment{Name: s.Deployment, Region: f.regionOf(p), LogGroup: f.logGroup, Accounts: names}
}

func (f *flags) regionOf(p cli.Process) string { return cmp.Or(f.region, p.Getenv("AWS_REGION")) }
