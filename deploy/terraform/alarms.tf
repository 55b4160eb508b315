# Alarms on the detector itself. One that rings says that alerts may be late or missing, and which part to look at.

locals {
  measured = var.metrics != "off"

  lambda = { FunctionName = aws_lambda_function.detector.function_name }

  # AWS/Logs reports on the subscription filter.
  filter = {
    LogGroupName    = var.log_group_name
    FilterName      = local.detector
    DestinationType = local.direct ? "Lambda" : "Kinesis Stream"
  }

  # Metrics that count trouble. An invocation that failed is repeated, so that some errors heal by themselves.
  trouble = merge(
    {
      Errors = {
        description = "Invocations fail. They are repeated; alerts are late. See the function's log."
        namespace   = "AWS/Lambda", metric = "Errors", dimensions = local.lambda, lasting = true
      }
      Throttles = {
        description = "Invocations are throttled: the account's or the reserved concurrency is used up. Alerts are late."
        namespace   = "AWS/Lambda", metric = "Throttles", dimensions = local.lambda, lasting = true
      }
      DestinationDeliveryFailures = {
        description = "Lambda could not put what failed into ${local.direct ? "the retry queue" : "its destination for discarded records"}. Replay the time around it."
        namespace   = "AWS/Lambda", metric = "DestinationDeliveryFailures", dimensions = local.lambda, lasting = false
      }
    },
    local.measured ? {
      RejectedPayloads = {
        description = "Payloads could not be decoded. Their records were not looked at; the function's log has size and SHA-256."
        namespace   = "trailnotify", metric = "RejectedPayloads", dimensions = { Deployment = var.name }, lasting = false
      }
    } : {},
    local.direct ? {
      AsyncEventsDropped = {
        description = "Lambda has dropped payloads without handing them over. Replay the time around it."
        namespace   = "AWS/Lambda", metric = "AsyncEventsDropped", dimensions = local.lambda, lasting = false
      }
    } : {},
    var.subscribe ? {
      DeliveryErrors = {
        description = "CloudWatch Logs can't deliver to the detector. It switches the filter off for a while and skips records meanwhile: replay them."
        namespace   = "AWS/Logs", metric = "DeliveryErrors", dimensions = local.filter, lasting = false
      }
      DeliveryThrottling = {
        description = "Deliveries of CloudWatch Logs to the detector are throttled. Alerts are late."
        namespace   = "AWS/Logs", metric = "DeliveryThrottling", dimensions = local.filter, lasting = true
      }
    } : {},
  )
}

resource "aws_cloudwatch_metric_alarm" "trouble" {
  for_each = local.trouble

  alarm_name          = "${local.detector}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Sum"
  period              = 300
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = each.value.lasting ? 3 : 1
  datapoints_to_alarm = each.value.lasting ? 2 : 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags

  lifecycle {
    precondition {
      condition     = split(":", local.alarm_topic)[3] == local.region
      error_message = "alarm_topic_arn has to be in the region of the alarms, ${local.region}."
    }
  }
}

# A batch that fails again and again is mostly in flight, so that both counts are needed.
resource "aws_cloudwatch_metric_alarm" "retry" {
  count = local.direct ? 1 : 0

  alarm_name          = "${local.detector}-RetryQueue"
  alarm_description   = "Payloads have been waiting in the retry queue for a quarter of an hour. Alerts are late. See the function's log."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags

  metric_query {
    id          = "depth"
    expression  = "waiting + inflight"
    label       = "Payloads in the retry queue"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = { waiting = "ApproximateNumberOfMessagesVisible", inflight = "ApproximateNumberOfMessagesNotVisible" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value
        dimensions  = { QueueName = aws_sqs_queue.retry[0].name }
        stat        = "Maximum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "dead_letter" {
  count = local.direct ? 1 : 0

  alarm_name          = "${local.detector}-DeadLetterQueue"
  alarm_description   = "Payloads were given up and wait in the dead-letter queue, for 14 days at most. Cure the cause, then redrive the queue: counting takes no record twice."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letter[0].name }
  statistic           = "Maximum"
  period              = 300
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "iterator_age" {
  count = local.direct ? 0 : 1

  alarm_name          = "${local.detector}-IteratorAge"
  alarm_description   = "The detector is more than a quarter of an hour behind its stream. Alerts are late, and records are lost when the stream's retention is over."
  namespace           = "AWS/Lambda"
  metric_name         = "IteratorAge"
  dimensions          = local.lambda
  statistic           = "Maximum"
  period              = 300
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 900000
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags
}

# Silence: the only sign of a filter that was deleted or a trail that was stopped before the detector ran.
resource "aws_cloudwatch_metric_alarm" "silence" {
  count = local.measured ? 1 : 0

  alarm_name          = "${local.detector}-Silence"
  alarm_description   = "No record has reached the detector for ${var.silence_minutes} minutes. Look at the trail, the log group and the subscription filter."
  namespace           = "trailnotify"
  metric_name         = "Records"
  dimensions          = { Deployment = var.name }
  statistic           = "Sum"
  period              = 300
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = var.silence_minutes / 5
  treat_missing_data  = "breaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags
}
