package alert

import "testing"

func TestPrincipal(t *testing.T) {
	for actor, want := range map[string]string{
		"arn:aws:iam::111122223333:user/team/alice":           "user/team/alice",
		"arn:aws:sts::111122223333:assumed-role/deploy/run:7": "role/deploy/run:7",
		"arn:aws:iam::111122223333:root":                      "root",
		"arn:aws:sts::111122223333:federated-user/bob":        "federated-user/bob",
		"config.amazonaws.com":                                "config.amazonaws.com",
		"account/444455556666":                                "account/444455556666",
		"AROAEXAMPLE:s":                                       "AROAEXAMPLE:s",
		"arn:aws:iam::1:":                                     "arn:aws:iam::1:",
		"":                                                    "",
	} {
		if got := Principal(actor); got != want {
			t.Errorf("%q: %q, want %q", actor, got, want)
		}
	}
}
