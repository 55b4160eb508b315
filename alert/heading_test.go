package alert

import (
	"strings"
	"testing"

	"trailnotify/alert/words"

	"trailnotify/alert/summary"
	"trailnotify/rules"
	"trailnotify/rules/title"
)

func TestTitle(t *testing.T) {
	const role = "arn:aws:sts::111122223333:assumed-role/"
	call := func(api, facts, code string) summary.Summary {
		return summary.Summary{API: api, Facts: facts, Error: code, Actor: alice, Account: "111122223333", Region: "ap-northeast-1"}
	}
	by := func(actor string) summary.Summary {
		return summary.Summary{API: "cloudtrail:StopLogging", Facts: "trail=main", Actor: actor}
	}
	for name, test := range map[string]struct {
		matches           []summary.Summary
		english, japanese string
	}{
		"a success":         {[]summary.Summary{call("iam:AttachRolePolicy", "role=batch;policy=arn:aws:iam::aws:policy/AdministratorAccess", "")}, "alice attached AdministratorAccess to role batch · prod (111122223333) · Tokyo", "alice がロール batch に AdministratorAccess をアタッチ · prod (111122223333) · 東京"},
		"a failure":         {[]summary.Summary{call("iam:CreateUser", "user=eve", "LimitExceeded")}, "alice failed to create user eve · prod (111122223333) · Tokyo", "alice がユーザー eve を作成 (失敗) · prod (111122223333) · 東京"},
		"a denial":          {[]summary.Summary{call("iam:CreateUser", "user=eve", "AccessDenied")}, "alice was not allowed to create user eve · prod (111122223333) · Tokyo", "alice がユーザー eve を作成 (拒否) · prod (111122223333) · 東京"},
		"the gravest":       {[]summary.Summary{call("iam:ListUsers", "", ""), call("cloudtrail:StartLogging", "trail=main", ""), call("cloudtrail:DeleteTrail", "trail=main", ""), call("iam:DeleteUser", "user=bob", "")}, "alice deleted trail main, +3 kinds · prod (111122223333) · Tokyo", "alice が証跡 main を削除、ほか3種類 · prod (111122223333) · 東京"},
		"one more kind":     {[]summary.Summary{call("iam:CreateUser", "user=eve", ""), call("iam:CreateUser", "user=eve", "AccessDenied")}, "alice created user eve, +1 kind · prod (111122223333) · Tokyo", "alice がユーザー eve を作成、ほか1種類 · prod (111122223333) · 東京"},
		"the same again":    {[]summary.Summary{call("iam:CreateUser", "user=a", ""), call("iam:CreateUser", "user=b", "")}, "alice created user a ×2 · prod (111122223333) · Tokyo", "alice がユーザー a を作成 ×2 · prod (111122223333) · 東京"},
		"an unknown call":   {[]summary.Summary{{API: "iot:DeleteThing", Resource: "arn:aws:iot:eu-west-1:111122223333:thing/lamp", Actor: alice}}, "alice called iot:DeleteThing on lamp", "alice が lamp に対して iot:DeleteThing を呼び出し"},
		"without its facts": {[]summary.Summary{{API: "iam:AttachRolePolicy", Actor: alice}}, "alice called iam:AttachRolePolicy", "alice が iam:AttachRolePolicy を呼び出し"},
		"nobody":            {[]summary.Summary{by("")}, "somebody stopped trail main", "不明なユーザーが証跡 main のログ記録を停止"},
		"a path":            {[]summary.Summary{by("arn:aws:iam::111122223333:user/team/a/alice")}, "alice stopped trail main", "alice が証跡 main のログ記録を停止"},
		"root":              {[]summary.Summary{by("arn:aws:iam::111122223333:root")}, "root stopped trail main", "root が証跡 main のログ記録を停止"},
		"a session":         {[]summary.Summary{by(role + "deploy/ci-1842")}, "deploy/ci-1842 stopped trail main", "deploy/ci-1842 が証跡 main のログ記録を停止"},
		"a person":          {[]summary.Summary{by(role + "AWSReservedSSO_Admin_0123456789abcdef/alice")}, "alice stopped trail main", "alice が証跡 main のログ記録を停止"},
		"China":             {[]summary.Summary{by("arn:aws-cn:iam::111122223333:user/alice")}, "alice stopped trail main", "alice が証跡 main のログ記録を停止"},
		"GovCloud":          {[]summary.Summary{by("arn:aws-us-gov:sts::111122223333:assumed-role/deploy/x")}, "deploy/x stopped trail main", "deploy/x が証跡 main のログ記録を停止"},
		"several":           {[]summary.Summary{by(alice), by("arn:aws:iam::111122223333:user/bob")}, "alice +1 stopped trail main ×2", "alice +1 が証跡 main のログ記録を停止 ×2"},
		"a sign-in":         {[]summary.Summary{{API: "signin:ConsoleLogin", Actor: alice, Failure: "wrong credentials"}}, "alice failed to sign in to the console", "alice がコンソールにサインイン (失敗)"},
		"without MFA":       {[]summary.Summary{{API: "signin:ConsoleLogin", Actor: alice, Facts: "without=MFA"}}, "alice signed in to the console without MFA", "alice がコンソールにサインイン (MFA なし)"},
		"nothing known":     {nil, "Unauthorized API calls", "許可されていない API 呼び出し"},
		"a bait":            {[]summary.Summary{by("arn:aws:iam::111122223333:user/<!channel>https://e.example")}, "e[.]example stopped trail main", "e[.]example が証跡 main のログ記録を停止"},
		"a long name":       {[]summary.Summary{call("iam:CreateUser", "user="+strings.Repeat("x", 84)+"end", "")}, "alice created user " + strings.Repeat("x", 31) + "…" + strings.Repeat("x", 27) + "end · prod (111122223333) · Tokyo", ""},
		"several places":    {[]summary.Summary{call("iam:CreateUser", "user=a", ""), {API: "iam:CreateUser", Facts: "user=a", Actor: alice, Account: "444455556666", Region: "cn-north-1"}}, "alice created user a ×2 · 2 accounts · Tokyo +1", "alice がユーザー a を作成 ×2 · 2アカウント · 東京 +1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &rules.Rule{Name: "R", Description: "Unauthorized API calls", Threshold: 1, Period: rule.Period}
			var summaries [][]byte
			for _, s := range test.matches {
				summaries = append(summaries, s.Encode())
			}
			a := New(r, crossed(r, "", summaries...), home)
			if a.Title != test.english {
				t.Errorf("title %s\n want %s", a.Title, test.english)
			}
			if got := joinLine(a.heading(&words.Japanese), 64); test.japanese != "" && got != test.japanese {
				t.Errorf("title %s\n want %s", got, test.japanese)
			}
		})
	}
}

// A rule's own title can have every field, each escaped for where it goes.
func TestTitle_OfARule(t *testing.T) {
	s := summary.Summary{
		EventID: "0d1f3a52-0001", API: "iam:AttachRolePolicy", Facts: "role=<!here>;policy=arn:aws:iam::aws:policy/X", Actor: alice, Source: "198.51.100.7",
		Account: "111122223333", Region: "ap-northeast-1", Error: "AccessDenied", Denial: "explicit deny",
	}
	titled := func(text string) Alert {
		template, err := title.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		r := &rules.Rule{Name: "Granted", Title: template, Threshold: 3, Period: rule.Period}
		return New(r, crossed(r, "", s.Encode()), home)
	}
	for text, want := range map[string]string{
		"{actor} from {source}":            "alice from 198.51.100.7",
		"{call} {outcome} {error}":         "iam:AttachRolePolicy denied AccessDenied",
		"{account} {region} {rule}":        "prod ap-northeast-1 Granted",
		"{count} of {threshold}, {period}": "1 of 3, 5m",
		"{policy} for {role}[ by {group}]": "X for ‹!here›",
		"{actor} {change}":                 "alice was not allowed to attach X to role ‹!here›",
		"because of {reason}":              "because of explicit deny",
		"{vpc}":                            "?",
		"5 < 6 & so on":                    "5 < 6 & so on",
	} {
		a := titled(text)
		if got, _, _ := strings.Cut(a.Title, separator); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		checkMarkup(t, a.Chat(Reader{}).Content.Title)
	}
	for _, field := range title.Fields() {
		if a := titled("{" + field + "}"); a.Title == "" {
			t.Errorf("{%s} makes an empty title", field)
		}
	}
}
