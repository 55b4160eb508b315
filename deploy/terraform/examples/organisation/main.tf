# The trail of an organisation, whose log group is in the management account, read from a security account: the log
# group sends into a Kinesis stream of the security account, by way of a destination. Nothing but a subscription filter
# and its role is made in the management account.
#
# Where the detector may live in the account of the log group, examples/simple is enough for an organisation too.

provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "management"
  region = "ap-northeast-1"
}

module "cloudtrail_notify" {
  source = "../.."

  sns_topic_arn  = var.sns_topic_arn
  log_group_name = var.log_group_name
  accounts_file  = "accounts.yaml" # make package ACCOUNTS=accounts.yaml
  home_regions   = ["ap-northeast-1"]

  kinesis    = { create_stream = true, parallelization_factor = 4 }
  subscribe  = false
  log_owners = [var.management_account_id]
}

# In the security account: who may send into the stream, and with which role.

data "aws_caller_identity" "security" {}

resource "aws_cloudwatch_log_destination" "records" {
  name       = "Trail-Notify-Records"
  target_arn = module.cloudtrail_notify.stream_arn
  role_arn   = aws_iam_role.destination.arn

  depends_on = [aws_iam_role_policy.destination]
}

resource "aws_cloudwatch_log_destination_policy" "records" {
  destination_name = aws_cloudwatch_log_destination.records.name
  access_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "logs:PutSubscriptionFilter"
      Resource  = aws_cloudwatch_log_destination.records.arn
      Principal = { AWS = var.management_account_id }
    }]
  })
}

resource "aws_iam_role" "destination" {
  name = "Trail-Notify-Destination"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "logs.ap-northeast-1.amazonaws.com" }
      Condition = { StringLike = { "aws:SourceArn" = [
        "arn:aws:logs:ap-northeast-1:${var.management_account_id}:*",
        "arn:aws:logs:ap-northeast-1:${data.aws_caller_identity.security.account_id}:*",
      ] } }
    }]
  })
}

resource "aws_iam_role_policy" "destination" {
  name = "records"
  role = aws_iam_role.destination.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kinesis:PutRecord", Resource = module.cloudtrail_notify.stream_arn }]
  })
}

# In the management account.

resource "aws_cloudwatch_log_subscription_filter" "records" {
  provider = aws.management

  name            = "Trail-Notify-Detector"
  log_group_name  = var.log_group_name
  filter_pattern  = ""
  destination_arn = aws_cloudwatch_log_destination.records.arn

  depends_on = [aws_cloudwatch_log_destination_policy.records]
}

variable "management_account_id" {
  description = "The account that holds the log group of the organisation's trail."
  type        = string
}

variable "sns_topic_arn" {
  description = "The topic that alerts go to."
  type        = string
}

variable "log_group_name" {
  description = "The log group of the organisation's trail, in the management account."
  type        = string
}

output "alarm_names" {
  description = "The alarms on the detector."
  value       = module.cloudtrail_notify.alarm_names
}
