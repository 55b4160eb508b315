package facts

// storage are calls that change who can read what is stored, and what becomes
// of it.
var storage = map[string]row{
	"s3:CreateBucket":                      {"bucket=bucketName", "create|created bucket {bucket}", "バケット {bucket} を作成", nil},
	"s3:DeleteBucket":                      {"bucket=bucketName", "delete|deleted bucket {bucket}", "バケット {bucket} を削除", nil},
	"s3:PutBucketAcl":                      {"bucket=bucketName @acl", "change|changed the ACL of bucket {bucket}[ (everybody: {public})]", "バケット {bucket} の ACL を変更[ (全員に公開: {public})]", public},
	"s3:PutObjectAcl":                      {"bucket=bucketName key=key @acl", "change|changed the ACL of {key} in bucket {bucket}[ (everybody: {public})]", "バケット {bucket} の {key} の ACL を変更[ (全員に公開: {public})]", public},
	"s3:PutBucketPolicy":                   {"bucket=bucketName @public", "change|changed the policy of bucket {bucket}[ (everybody: {public})]", "バケット {bucket} のポリシーを変更[ (全員に公開: {public})]", public},
	"s3:DeleteBucketPolicy":                {"bucket=bucketName", "delete|deleted the policy of bucket {bucket}", "バケット {bucket} のポリシーを削除", nil},
	"s3:PutBucketPublicAccessBlock":        {"bucket=bucketName @unblocked", "change|changed the block of public access to bucket {bucket}[ (off: {public})]", "バケット {bucket} のパブリックアクセスブロックを変更[ (オフ: {public})]", public},
	"s3:DeleteBucketPublicAccessBlock":     {"bucket=bucketName", "remove|removed the block of public access to bucket {bucket}", "バケット {bucket} のパブリックアクセスブロックを削除", grave},
	"s3:PutAccountPublicAccessBlock":       {"@unblocked", "change|changed the account's block of public access[ (off: {public})]", "アカウントのパブリックアクセスブロックを変更[ (オフ: {public})]", public},
	"s3:DeleteAccountPublicAccessBlock":    {"", "remove|removed the account's block of public access", "アカウントのパブリックアクセスブロックを削除", grave},
	"s3:PutBucketCors":                     {"bucket=bucketName", "change|changed the CORS of bucket {bucket}", "バケット {bucket} の CORS を変更", nil},
	"s3:DeleteBucketCors":                  {"bucket=bucketName", "delete|deleted the CORS of bucket {bucket}", "バケット {bucket} の CORS を削除", nil},
	"s3:PutBucketLifecycle":                {"bucket=bucketName @expires", "change|changed the lifecycle of bucket {bucket}[ (expires in {days} days)]", "バケット {bucket} のライフサイクルを変更[ ({days} 日で失効)]", nil},
	"s3:DeleteBucketLifecycle":             {"bucket=bucketName", "delete|deleted the lifecycle of bucket {bucket}", "バケット {bucket} のライフサイクルを削除", nil},
	"s3:PutBucketReplication":              {"bucket=bucketName @replica", "change|changed the replication of bucket {bucket}[ to {target}]", "バケット {bucket} のレプリケーションを変更[ (複製先 {target})]", nil},
	"s3:DeleteBucketReplication":           {"bucket=bucketName", "delete|deleted the replication of bucket {bucket}", "バケット {bucket} のレプリケーションを削除", nil},
	"s3:PutBucketVersioning":               {"bucket=bucketName status=VersioningConfiguration.Status", "set|set the versioning of bucket {bucket}[ to {status}]", "バケット {bucket} のバージョニングを変更[ ({status})]", nil},
	"s3:PutBucketLogging":                  {"bucket=bucketName", "change|changed the access log of bucket {bucket}", "バケット {bucket} のアクセスログを変更", nil},
	"ec2:ModifySnapshotAttribute":          {"snapshot=snapshotId @shared", "change|changed who may use snapshot {snapshot}[ ({principal} added)]", "スナップショット {snapshot} の共有を変更[ ({principal} を追加)]", everybody},
	"ec2:ModifyImageAttribute":             {"image=imageId @shared", "change|changed who may use image {image}[ ({principal} added)]", "イメージ {image} の共有を変更[ ({principal} を追加)]", everybody},
	"rds:ModifyDBSnapshotAttribute":        {"snapshot=dBSnapshotIdentifier @shared", "change|changed who may use DB snapshot {snapshot}[ ({principal} added)]", "DB スナップショット {snapshot} の共有を変更[ ({principal} を追加)]", everybody},
	"rds:ModifyDBClusterSnapshotAttribute": {"snapshot=dBClusterSnapshotIdentifier @shared", "change|changed who may use DB snapshot {snapshot}[ ({principal} added)]", "DB スナップショット {snapshot} の共有を変更[ ({principal} を追加)]", everybody},
	"ec2:CreateSnapshot":                   {"id=volumeId snapshot=<snapshotId", "create|created a snapshot of volume {id}", "ボリューム {id} のスナップショットを作成", nil},
	"ec2:DeleteSnapshot":                   {"snapshot=snapshotId", "delete|deleted snapshot {snapshot}", "スナップショット {snapshot} を削除", nil},
}
