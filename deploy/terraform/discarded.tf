# What the function could not settle within the maximum age leaves the stream,
# or one record could hold up its shard until the stream forgets it. A bucket
# keeps the records themselves. Without one a queue gets a pointer for each
# batch: the shard and the sequence numbers, which lead to the records only as
# long as the stream keeps them. It is a queue of its own, because the function
# could do nothing with a pointer in its retry queue.

locals {
  keeps_pointers     = !local.direct && var.failure_bucket == null
  failure_bucket_arn = one([for bucket in var.failure_bucket[*] : "arn:${local.partition}:s3:::${bucket.name}"])
}

resource "aws_sqs_queue" "discarded" {
  count = local.keeps_pointers ? 1 : 0

  name                              = "${var.name}-Discarded"
  message_retention_seconds         = 1209600 # 14 days
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 300
  tags                              = var.tags
}

# With a queue the alarm rings until somebody has emptied it. A bucket has no
# depth, so that the alarm is on what the mapping counts as given up.
resource "aws_cloudwatch_metric_alarm" "discarded" {
  count = local.direct ? 0 : 1

  alarm_name = "${local.detector}-Discarded"
  alarm_description = (local.keeps_pointers
    ? "Records of the stream were given up after ${var.kinesis.maximum_age_hours} hours. The queue ${var.name}-Discarded points to them: read them back before the stream forgets them, as deploy/README.md says."
    : "Records of the stream were given up after ${var.kinesis.maximum_age_hours} hours. They are in the bucket for failures: send them again, as deploy/README.md says."
  )
  namespace   = local.keeps_pointers ? "AWS/SQS" : "AWS/Lambda"
  metric_name = local.keeps_pointers ? "ApproximateNumberOfMessagesVisible" : "DroppedEventCount"
  dimensions = (local.keeps_pointers
    ? { QueueName = aws_sqs_queue.discarded[0].name }
    : { EventSourceMappingUUID = aws_lambda_event_source_mapping.kinesis[0].uuid }
  )
  statistic           = local.keeps_pointers ? "Maximum" : "Sum"
  period              = 300
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic]
  ok_actions          = [local.alarm_topic]
  tags                = var.tags
}
