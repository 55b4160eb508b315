package facts

// organization are calls that change an organization and its accounts.
var organization = map[string]row{
	"organizations:AcceptHandshake":               {"id=handshakeId", "accept|accepted an invitation ({id})", "招待 ({id}) を承認", nil},
	"organizations:DeclineHandshake":              {"id=handshakeId", "decline|declined an invitation ({id})", "招待 ({id}) を辞退", mild},
	"organizations:AttachPolicy":                  {"policy=policyId target=targetId", "attach|attached policy {policy} to {target}", "{target} にポリシー {policy} をアタッチ", nil},
	"organizations:DetachPolicy":                  {"policy=policyId target=targetId", "detach|detached policy {policy} from {target}", "{target} からポリシー {policy} をデタッチ", grave},
	"organizations:CreatePolicy":                  {"policy=name type=type", "create|created policy {policy}", "ポリシー {policy} を作成", nil},
	"organizations:UpdatePolicy":                  {"policy=policyId name=name", "change|changed policy {policy}", "ポリシー {policy} を変更", nil},
	"organizations:DeletePolicy":                  {"policy=policyId", "delete|deleted policy {policy}", "ポリシー {policy} を削除", nil},
	"organizations:EnablePolicyType":              {"type=policyType target=rootId", "switch|switched policies of type {type} on", "ポリシータイプ {type} を有効化", mild},
	"organizations:DisablePolicyType":             {"type=policyType target=rootId", "switch|switched policies of type {type} off", "ポリシータイプ {type} を無効化", grave},
	"organizations:CreateAccount":                 {"name=accountName", "create|created an account[ ({name})]", "アカウント[ ({name})] を作成", nil},
	"organizations:InviteAccountToOrganization":   {"target=target.id", "invite|invited {target} to the organization", "{target} を組織に招待", nil},
	"organizations:LeaveOrganization":             {"", "leave|left the organization", "組織から離脱", grave},
	"organizations:RemoveAccountFromOrganization": {"target=accountId", "remove|removed account {target} from the organization", "アカウント {target} を組織から削除", grave},
	"organizations:MoveAccount":                   {"target=accountId ou=destinationParentId", "move|moved account {target} to {ou}", "アカウント {target} を {ou} に移動", nil},
	"organizations:DeleteOrganization":            {"", "delete|deleted the organization", "組織を削除", grave},
	"organizations:CreateOrganizationalUnit":      {"name=name ou=<organizationalUnit.id", "create|created unit {name}", "組織単位 {name} を作成", nil},
	"organizations:UpdateOrganizationalUnit":      {"ou=organizationalUnitId name=name", "rename|renamed unit {ou}[ to {name}]", "組織単位 {ou} を変更[ ({name})]", nil},
	"organizations:DeleteOrganizationalUnit":      {"ou=organizationalUnitId", "delete|deleted unit {ou}", "組織単位 {ou} を削除", nil},
}
