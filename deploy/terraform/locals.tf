data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  region     = data.aws_region.current.region

  detector      = "${var.name}-Detector"
  log_group_arn = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${var.log_group_name}"

  package     = coalesce(var.package, "${path.module}/trailnotify.zip")
  alarm_topic = coalesce(var.alarm_topic_arn, var.sns_topic_arn)
  topics      = distinct(concat([var.sns_topic_arn], [for topic in var.severity_topics : topic.sns_topic_arn], aws_sns_topic.canary[*].arn))

  direct     = var.kinesis == null
  new_stream = try(var.kinesis.create_stream, false) # not by whether stream_arn is null, which a plan may not know

  timeout = 60 # seconds
}
