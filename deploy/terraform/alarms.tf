# Alarms on the detector itself. One that rings says that alerts may be late or missing, and which part to look at.

locals {
  measured = var.metrics != "off"

  lambda = { FunctionName = aws_lambda_function.detector.function_name }

  deployment = { Deployment = var.name }

  table_name = { TableName = aws_dynamodb_table.counts.name }

  # AWS/Logs reports on the subscription filter.
  filter = {
    LogGroupName    = var.log_group_name
    FilterName      = local.detector
    DestinationType = local.direct ? "Lambda" : "Kinesis Stream"
  }

  # Metrics that count trouble. An invocation that failed is repeated, so that some errors heal by themselves.
  trouble = merge(
    {
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
        namespace   = "trailnotify", metric = "RejectedPayloads", dimensions = local.deployment, lasting = false
      }
      Refused = {
        description = "SNS refuses alerts for good, sns_topic_arn included. They were not sent. The function's log has the topic and the reason."
        namespace   = "trailnotify", metric = "Refused", dimensions = local.deployment, lasting = false
      }
      Diverted = {
        description = "A topic of severity_topics refuses alerts for good. They went to sns_topic_arn. The function's log has the topic and the reason."
        namespace   = "trailnotify", metric = "Diverted", dimensions = local.deployment, lasting = false
      }
      Skewed = {
        description = "Records are dated ahead of their log events, and were counted at the log events' time. CloudTrail writes no such records: look at who may write to the log group."
        namespace   = "trailnotify", metric = "Skewed", dimensions = local.deployment, lasting = false
      }
      Early = {
        description = "Log events are dated ahead of the clock, and wait until their time has come. CloudTrail writes no such log events: look at who may write to the log group."
        namespace   = "trailnotify", metric = "Early", dimensions = local.deployment, lasting = false
      }
      Uncounted = {
        description = "Records match a rule, but have no time at which they could be counted. They are in no alert. The function's log names them."
        namespace   = "trailnotify", metric = "Uncounted", dimensions = local.deployment, lasting = false
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

# Alarms on what has to be computed. There is none on ContendedPayloads: what waits for a lease of another invocation
# is delivered again within minutes, and what waits longer rings as RetryQueue or IteratorAge.
locals {
  computed = merge(
    {
      WriteUnits = {
        description = "The table takes more than 80 % of max_write_units. At the limit it throttles: alerts are late, and nothing is lost. Look for an attack or a loop, or raise the limit."
        expression  = "used / (240 * ${var.max_write_units})" # 80 % of a limit, for 300 seconds
        label       = "Used of 80 % of the limit", stat = "Sum", datapoints = 2
        metrics     = { used = { namespace = "AWS/DynamoDB", metric = "ConsumedWriteCapacityUnits", dimensions = local.table_name } }
      }
      ReadUnits = {
        description = "The table gives more than 80 % of max_read_units. At the limit it throttles: alerts are late, and nothing is lost. Look for an attack or a loop, or raise the limit."
        expression  = "used / (240 * ${var.max_read_units})"
        label       = "Used of 80 % of the limit", stat = "Sum", datapoints = 2
        metrics     = { used = { namespace = "AWS/DynamoDB", metric = "ConsumedReadCapacityUnits", dimensions = local.table_name } }
      }
    },
    {
      # An invocation that only waits for a lease of another one has to fail, or
      # the payload would not come again. A metric that isn't written means none.
      Errors = {
        description = "Invocations fail. They are repeated; alerts are late. See the function's log."
        expression  = local.measured ? "errors - FILL(contended, 0)" : "FILL(errors, 0)"
        label       = "Failed invocations", stat = "Sum", datapoints = 2
        metrics = merge(
          { errors = { namespace = "AWS/Lambda", metric = "Errors", dimensions = local.lambda } },
          local.measured ? { contended = { namespace = "trailnotify", metric = "Contended", dimensions = local.deployment } } : {},
        )
      }
    },
    local.direct ? {
      # A payload that fails again and again is mostly in flight, so that both
      # counts are needed.
      RetryQueue = {
        description = "Payloads have been waiting in the retry queue for a quarter of an hour. Alerts are late. See the function's log."
        expression  = "waiting + inflight"
        label       = "Payloads in the retry queue", stat = "Maximum", datapoints = 3
        metrics = {
          waiting  = { namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", dimensions = { QueueName = aws_sqs_queue.retry[0].name } }
          inflight = { namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesNotVisible", dimensions = { QueueName = aws_sqs_queue.retry[0].name } }
        }
      }
    } : {},
  )
}

resource "aws_cloudwatch_metric_alarm" "computed" {
  for_each = local.computed

  alarm_name          = "${local.detector}-${each.key}"
  alarm_description   = each.value.description
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 3
  datapoints_to_alarm = each.value.datapoints
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags

  metric_query {
    id          = "result"
    expression  = each.value.expression
    label       = each.value.label
    return_data = true
  }
  dynamic "metric_query" {
    for_each = each.value.metrics
    content {
      id = metric_query.key
      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric
        dimensions  = metric_query.value.dimensions
        stat        = each.value.stat
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
  dimensions          = local.deployment
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
