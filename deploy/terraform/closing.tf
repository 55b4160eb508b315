# The function is asked every 5 minutes to send the closing messages that are due: what came after an alert, once its
# quiet time has ended. It counts and alerts without this schedule all the same.

resource "aws_cloudwatch_event_rule" "tick" {
  name                = "${var.name}-Tick"
  description         = "Asks ${local.detector} for the closing messages that are due"
  schedule_expression = "rate(5 minutes)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "tick" {
  rule  = aws_cloudwatch_event_rule.tick.name
  arn   = aws_lambda_function.detector.arn
  input = jsonencode({ trailnotify = "tick" })
}

resource "aws_lambda_permission" "tick" {
  statement_id   = "${var.name}-Tick"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.detector.function_name
  principal      = "events.amazonaws.com"
  source_arn     = aws_cloudwatch_event_rule.tick.arn
  source_account = local.account
}

# Each tick that could look writes OldestDue, 0 if it has left nothing. Where it is missing, nobody looks: the schedule
# is gone, or the function can't read the table.
resource "aws_cloudwatch_metric_alarm" "closings" {
  count = local.measured ? 1 : 0

  alarm_name          = "${local.detector}-Closings"
  alarm_description   = "Closing messages have been due for half an hour, or nobody looks for them: what came after an alert goes unsaid for now. Nothing is lost. Look at the function's log and at the schedule ${aws_cloudwatch_event_rule.tick.name}."
  namespace           = "trailnotify"
  metric_name         = "OldestDue"
  dimensions          = local.deployment
  statistic           = "Maximum"
  period              = 300
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1800
  evaluation_periods  = 3
  treat_missing_data  = "breaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags
}
