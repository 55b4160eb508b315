// Package japanese translates texts of the program: descriptions and runbooks
// of built-in rules, reasons, and the places of regions.
package japanese

// Of is the translation of a text, "" if there is none.
func Of(text string) string {
	for _, dictionary := range []map[string]string{descriptions, reasons, places, runbooks} {
		if translated := dictionary[text]; translated != "" {
			return translated
		}
	}
	return ""
}

// places are where regions are.
var places = map[string]string{
	"Bahrain": "バーレーン", "Beijing": "北京", "Calgary": "カルガリー",
	"Cape Town": "ケープタウン", "Canada (Central)": "カナダ (中部)", "Mexico (Central)": "メキシコ (中部)", "Frankfurt": "フランクフルト", "Hong Kong": "香港", "Hyderabad": "ハイデラバード",
	"Ireland": "アイルランド", "Jakarta": "ジャカルタ", "London": "ロンドン", "Malaysia": "マレーシア", "Melbourne": "メルボルン",
	"Milan": "ミラノ", "Mumbai": "ムンバイ", "N. California": "北カリフォルニア", "N. Virginia": "バージニア北部", "Ningxia": "寧夏",
	"Ohio": "オハイオ", "Oregon": "オレゴン", "Osaka": "大阪", "Paris": "パリ", "Sao Paulo": "サンパウロ", "Seoul": "ソウル",
	"Singapore": "シンガポール", "Spain": "スペイン", "Stockholm": "ストックホルム", "Sydney": "シドニー", "Taipei": "台北",
	"Tel Aviv": "テルアビブ", "Thailand": "タイ", "Tokyo": "東京", "UAE": "アラブ首長国連邦", "Zurich": "チューリッヒ",
}

// reasons are why a call was denied or failed, and words for what it changed.
var reasons = map[string]string{
	"explicit deny": "明示的な拒否",
	"explicit deny in a service control policy":  "サービスコントロールポリシー (SCP) による明示的な拒否",
	"explicit deny in a resource control policy": "リソースコントロールポリシー (RCP) による明示的な拒否",
	"explicit deny in a permissions boundary":    "アクセス許可の境界による明示的な拒否",
	"explicit deny in a session policy":          "セッションポリシーによる明示的な拒否",
	"explicit deny in a VPC endpoint policy":     "VPC エンドポイントポリシーによる明示的な拒否",
	"explicit deny in a resource-based policy":   "リソースベースのポリシーによる明示的な拒否",
	"explicit deny in an identity-based policy":  "アイデンティティベースのポリシーによる明示的な拒否",
	"no service control policy allows it":        "サービスコントロールポリシー (SCP) に許可がない",
	"no resource control policy allows it":       "リソースコントロールポリシー (RCP) に許可がない",
	"no permissions boundary allows it":          "アクセス許可の境界に許可がない",
	"no session policy allows it":                "セッションポリシーに許可がない",
	"no VPC endpoint policy allows it":           "VPC エンドポイントポリシーに許可がない",
	"no resource-based policy allows it":         "リソースベースのポリシーに許可がない",
	"no identity-based policy allows it":         "アイデンティティベースのポリシーに許可がない",
	"wrong credentials":                          "認証情報が違う",
	"no such user":                               "そのユーザーは存在しない",
	"no reason given":                            "理由は記録されていない",

	"full access": "すべての許可",
	"all ports":   "全ポート",
	"MFA":         "MFA",
}

// descriptions are those of built-in rules and of the test alert.
var descriptions = map[string]string{
	"AWS Config configuration changes":                             "AWS Config の設定変更",
	"AWS Organizations changes":                                    "AWS Organizations の変更",
	"Changes to network access control lists":                      "ネットワーク ACL の変更",
	"Changes to network gateways":                                  "ネットワークゲートウェイの変更",
	"CloudTrail configuration changes":                             "CloudTrail の設定変更",
	"Customer managed KMS keys disabled or scheduled for deletion": "KMS カスタマー管理キーの無効化または削除予約",
	"Denied reads in the Management Console":                       "マネジメントコンソールでの読み取りの拒否",
	"IAM policy changes":                                           "IAM ポリシーの変更",
	"Management Console authentication failures":                   "マネジメントコンソールの認証失敗",
	"Management Console sign-in without MFA":                       "MFA なしのマネジメントコンソールへのサインイン",
	"Resources created outside the home regions":                   "ホームリージョン外でのリソース作成",
	"Route table changes":                                          "ルートテーブルの変更",
	"S3 bucket policy changes":                                     "S3 バケットポリシーの変更",
	"Security group changes":                                       "セキュリティグループの変更",
	"Sign-ins failed":                                              "サインインの失敗",
	"A sign-in as the root user failed":                            "ルートユーザーのサインイン失敗",
	"The root user signed in to the Management Console":            "ルートユーザーのマネジメントコンソールへのサインイン",
	"The root user was used":                                       "ルートユーザーの使用",
	"Unauthorized API calls":                                       "許可されていない API 呼び出し",
	"VPC changes":                                                  "VPC の変更",

	"This is a test alert from trailnotify. Nothing has happened.": "trailnotify のテストアラートです。実際の出来事ではありません。",
}
