package facts

// compute are calls that make, change or end what runs.
var compute = map[string]row{
	"ec2:RunInstances":              {"type=instanceType @instances", "start|started[ {number}] instances[ of type {type}]", "[{type} の]インスタンスを[ {number} 台]起動", nil},
	"ec2:TerminateInstances":        {"@instances", "terminate|terminated instances[ {instances}]", "インスタンス[ {instances}] を終了", nil},
	"ec2:StopInstances":             {"@instances", "stop|stopped instances[ {instances}]", "インスタンス[ {instances}] を停止", nil},
	"ec2:ModifyInstanceAttribute":   {"id=instanceId attribute=attribute", "change|changed an attribute of instance {id}", "インスタンス {id} の属性を変更", nil},
	"ec2:EnableSerialConsoleAccess": {"", "switch|switched serial console access on", "シリアルコンソールアクセスを有効化", nil},
	"lambda:CreateFunction":         {"function=functionName role=role", "create|created function {function}", "関数 {function} を作成", nil},
	"lambda:UpdateFunctionCode":     {"function=functionName", "change|changed the code of function {function}", "関数 {function} のコードを変更", nil},
	"lambda:DeleteFunction":         {"function=functionName", "delete|deleted function {function}", "関数 {function} を削除", nil},
	"rds:CreateDBInstance":          {"id=dBInstanceIdentifier type=dBInstanceClass", "create|created database {id}[ of type {type}]", "データベース {id}[ ({type})] を作成", nil},
	"rds:DeleteDBInstance":          {"id=dBInstanceIdentifier", "delete|deleted database {id}", "データベース {id} を削除", nil},
	"cloudformation:CreateStack":    {"name=stackName", "create|created stack {name}", "スタック {name} を作成", nil},
	"cloudformation:DeleteStack":    {"name=stackName", "delete|deleted stack {name}", "スタック {name} を削除", nil},
}
