# Two arguments: alerts of the default rules on one topic.

provider "aws" {
  region = "ap-northeast-1"
}

module "cloudtrail_notify" {
  source = "../.."

  sns_topic_arn  = var.sns_topic_arn
  log_group_name = var.log_group_name
}

variable "sns_topic_arn" {
  description = "The topic that alerts go to."
  type        = string
}

variable "log_group_name" {
  description = "The log group that CloudTrail writes to."
  type        = string
}

output "function_name" {
  description = "For: aws lambda invoke --function-name NAME --cli-binary-format raw-in-base64-out --payload '{\"trailnotify\":\"test\"}' /dev/stdout"
  value       = module.cloudtrail_notify.function_name
}
