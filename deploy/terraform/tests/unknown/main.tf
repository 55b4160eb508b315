# A caller that makes everything that the module is given in the same plan, so
# that no name and no ARN is known while it is made.

resource "terraform_data" "made_by_the_caller" {}

locals {
  unknown = terraform_data.made_by_the_caller.id
}

module "from_a_stream" {
  source = "../.."

  sns_topic_arn   = local.unknown
  log_group_name  = local.unknown
  alarm_topic_arn = local.unknown

  kinesis        = { stream_arn = local.unknown, kms_key_arn = local.unknown }
  failure_bucket = { name = local.unknown, kms_key_arn = local.unknown }
  kms_key_arn    = local.unknown
  table_admins   = [local.unknown]

  create_role             = false
  role_arn                = local.unknown
  vpc                     = { subnet_ids = [local.unknown], security_group_ids = [local.unknown] }
  code_signing_config_arn = local.unknown
}

output "alarm_names" {
  value = module.from_a_stream.alarm_names
}
