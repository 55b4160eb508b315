# The Security Hub controls CloudWatch.1 to .14 look for metric filters and alarms with exactly these patterns, on a
# topic with a subscriber. This keeps the controls green while the detector does the alerting: the alarms are valid and
# ring, but into a queue that nobody reads. compliance.json has the patterns of the rule set security-hub, which
# deploy_test.go holds to the rule files.

locals {
  controls = var.compliance_metric_filters ? jsondecode(file("${path.module}/compliance.json")) : {}
}

resource "aws_cloudwatch_log_metric_filter" "compliance" {
  for_each = local.controls

  name           = "${var.name}-Compliance-${each.key}"
  log_group_name = var.log_group_name
  pattern        = each.value.pattern

  # Without a default value the metric exists, and is paid for, only in hours with a match.
  metric_transformation {
    name      = "${var.name}-Compliance-${each.key}"
    namespace = "${var.name}-Compliance"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "compliance" {
  for_each = local.controls

  alarm_name          = "${var.name}-Compliance-${each.key}"
  alarm_description   = "For the Security Hub control ${each.value.control}. Nobody reads it; ${local.detector} does the alerting."
  namespace           = "${var.name}-Compliance"
  metric_name         = aws_cloudwatch_log_metric_filter.compliance[each.key].metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.compliance[0].arn]
  tags                = var.tags
}

# CloudWatch may not publish to a topic that is encrypted with the key alias/aws/sns, so this one is not encrypted:
# states of alarms pass through it.
resource "aws_sns_topic" "compliance" {
  count = var.compliance_metric_filters ? 1 : 0

  name = "${var.name}-Compliance"
  tags = var.tags
}

resource "aws_sns_topic_subscription" "compliance" {
  count = var.compliance_metric_filters ? 1 : 0

  topic_arn = aws_sns_topic.compliance[0].arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.compliance[0].arn
}

# It forgets each message after a minute, the shortest that SQS offers.
resource "aws_sqs_queue" "compliance" {
  count = var.compliance_metric_filters ? 1 : 0

  name                      = "${var.name}-Compliance-Unread"
  message_retention_seconds = 60
  sqs_managed_sse_enabled   = true
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "compliance" {
  count = var.compliance_metric_filters ? 1 : 0

  queue_url = aws_sqs_queue.compliance[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = { Service = "sns.amazonaws.com" }
      Resource  = aws_sqs_queue.compliance[0].arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.compliance[0].arn } }
    }]
  })
}
