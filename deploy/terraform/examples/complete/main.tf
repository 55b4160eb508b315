# Everything at once, with the topics and the key that it needs. The package holds own rules and account names:
# make package RULES=rules ACCOUNTS=accounts.yaml

provider "aws" {
  region = "ap-northeast-1"
}

data "aws_caller_identity" "current" {}

module "cloudtrail_notify" {
  source = "../.."

  sns_topic_arn  = aws_sns_topic.security.arn
  log_group_name = var.log_group_name
  name           = "Trail-Notify-Tokyo"

  rules_dir     = "rules"
  accounts_file = "accounts.yaml"
  home_regions  = ["ap-northeast-1", "ap-northeast-3"]

  unauthorized_api_call_alert_threshold             = 20
  resource_creation_in_other_region_alert_threshold = 3
  rules = {
    vpc_change        = { enabled = false }
    iam_policy_change = { quiet = "6h" }
    root_usage        = { quiet = "0" }
  }

  alert_language  = "ja"
  alert_time_zone = "Asia/Tokyo"
  alert_format    = "chat"
  severity_topics = {
    critical = { sns_topic_arn = aws_sns_topic.on_call.arn, format = "json" }
  }

  reserved_concurrency   = 20
  point_in_time_recovery = true
  log_retention_days     = 90
  kms_key_arn            = aws_kms_key.detector.arn
  sns_kms_key_arns       = [aws_kms_key.detector.arn]

  silence_minutes           = 60
  canary                    = true
  dashboard                 = true
  compliance_metric_filters = true

  tags = { team = "security" }
}

resource "aws_sns_topic" "security" {
  name              = "security-notify"
  kms_master_key_id = aws_kms_key.detector.id
}

resource "aws_sns_topic" "on_call" {
  name              = "security-on-call"
  kms_master_key_id = aws_kms_key.detector.id
}

# Alarms publish to the topics and CloudWatch Logs writes the function's log, both with the key.
resource "aws_kms_key" "detector" {
  description         = "The detector's table, queues, log and topics"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Action    = "kms:*"
        Resource  = "*"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      },
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "Log"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
        Principal = { Service = "logs.ap-northeast-1.amazonaws.com" }
        Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:ap-northeast-1:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/Trail-Notify-Tokyo-Detector" } }
      },
    ]
  })
}

variable "log_group_name" {
  description = "The log group that CloudTrail writes to."
  type        = string
}

output "environment" {
  description = "The settings as the function gets them."
  value       = module.cloudtrail_notify.environment
}
