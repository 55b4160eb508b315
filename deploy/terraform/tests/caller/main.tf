# What a caller of a module of metric filters and alarms has, after its source was changed.

provider "aws" {
  region = "ap-northeast-1"
}

module "cloudtrail_notify" {
  source = "../.."

  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

output "alarm_names" {
  value = module.cloudtrail_notify.alarm_names
}

output "function_name" {
  value = module.cloudtrail_notify.function_name
}
