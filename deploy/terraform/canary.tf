# The function is asked every 15 minutes to make a call that needs no permission and changes nothing. CloudTrail records
# it, and it has to come back as an alert, here on a topic that nobody needs to read: the alarm is what counts.

resource "aws_sns_topic" "canary" {
  count = var.canary ? 1 : 0

  name = "${var.name}-Canary"
  tags = var.tags
}

resource "aws_cloudwatch_event_rule" "canary" {
  count = var.canary ? 1 : 0

  name                = "${var.name}-Canary"
  description         = "Asks ${local.detector} for the call that proves the whole way"
  schedule_expression = "rate(15 minutes)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "canary" {
  count = var.canary ? 1 : 0

  rule  = aws_cloudwatch_event_rule.canary[0].name
  arn   = aws_lambda_function.detector.arn
  input = jsonencode({ trailnotify = "canary" })
}

resource "aws_lambda_permission" "canary" {
  count = var.canary ? 1 : 0

  statement_id   = "${var.name}-Canary"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.detector.function_name
  principal      = "events.amazonaws.com"
  source_arn     = aws_cloudwatch_event_rule.canary[0].arn
  source_account = local.account
}

# CanaryAge is the time since the last alert on such a call, at the next one.
resource "aws_cloudwatch_metric_alarm" "canary" {
  count = var.canary ? 1 : 0

  alarm_name          = "${local.detector}-Canary"
  alarm_description   = "A call that has to alert has not done so for more than an hour. Look at the trail, the log group, the subscription filter and the function."
  namespace           = "trailnotify"
  metric_name         = "CanaryAge"
  dimensions          = { Deployment = var.name }
  statistic           = "Maximum"
  period              = 900
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 3600
  evaluation_periods  = 4
  datapoints_to_alarm = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags
}
