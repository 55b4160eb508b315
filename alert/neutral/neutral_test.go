package neutral

import "testing"

func TestNeutral(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"user/alice":                           "user/alice",
		"arn:aws:iam::111122223333:user/alice": "arn:aws:iam::111122223333:user/alice",
		"s3:GetObject":                         "s3:GetObject",
		"203.0.113.7":                          "203.0.113.7",
		"2001:db8::1":                          "2001:db8::1",
		"Client.UnauthorizedOperation":         "Client.UnauthorizedOperation",
		"Client.InvalidParameter":              "Client[.]InvalidParameter",
		"bucketName=logs":                      "bucketName=logs",
		"cloudformation.amazonaws.com":         "cloudformation.amazonaws.com",
		"sts.amazonaws.com.cn":                 "sts.amazonaws.com.cn",
		"evil.s3.amazonaws.com":                "evil.s3[.]amazonaws[.]com",
		"x.amazonaws.com/y":                    "x[.]amazonaws[.]com/y",
		"x.amazonaws.com.evil":                 "x[.]amazonaws[.]com[.]evil",
		"https://evil.example/x":               "https[:]//evil[.]example/x",
		"hTTp://1.2.3.4/":                      "hTTp[:]//1.2.3.4/",
		"slack://open":                         "slack[:]//open",
		"MAILTO:x":                             "MAILTO[:]x",
		"Tel:+81":                              "Tel[:]+81",
		"hotel:7":                              "hotel:7",
		"日本javascript:x":                       "日本javascript[:]x",
		"WwW.1":                                "WwW[.]1",
		"carol@example.com":                    "carol[@]example[.]com",
		"@here":                                "[@]here",
		"<!channel> <@U1> <https://e|x>":       "‹!channel› ‹[@]U1› ‹https[:]//e|x›",
		"[x](y)":                               "[x] (y)",
		"@(y)":                                 "[@] (y)",
		`\\host\share`:                         `[\]\host\share`,
		"`*b*` &lt;":                           "'∗b∗' ＆lt;",
		"пример.рф 例え。テスト":                     "пример[.]рф 例え[。]テスト",
		"x.xn--p1ai":                           "x[.]xn--p1ai",
		"evil.com-x":                           "evil[.]com-x",
		"evil.com1":                            "evil[.]com1",
		"evil．com":                             "evil[．]com",
		"evil․com":                             "evil[․]com",
		"a.b 1.5 v2.0.1 end.":                  "a.b 1.5 v2.0.1 end.",
		"ht\u200btp://e\u2060vil.c\u00adom":    "ht\uFFFDtp[:]//e\uFFFDvil.c\uFFFDom",
	} {
		if got := Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
