# How records reach the function, and what becomes of those that it can't settle.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "direct" {
  assert {
    condition     = aws_cloudwatch_log_subscription_filter.detector[0].destination_arn == aws_lambda_function.detector.arn && aws_cloudwatch_log_subscription_filter.detector[0].filter_pattern == "" && aws_cloudwatch_log_subscription_filter.detector[0].log_group_name == "/aws/trail/main-cloudtrail"
    error_message = "The subscription filter does not send everything of the log group to the function."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.detector[0].maximum_event_age_in_seconds == 21600 && aws_lambda_function_event_invoke_config.detector[0].maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.detector[0].destination_config[0].on_failure[0].destination == aws_sqs_queue.retry[0].arn
    error_message = "What fails does not go to the retry queue after three tries or six hours."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.retry[0].event_source_arn == aws_sqs_queue.retry[0].arn && aws_lambda_event_source_mapping.retry[0].function_name == aws_lambda_function.detector.arn && contains(aws_lambda_event_source_mapping.retry[0].function_response_types, "ReportBatchItemFailures")
    error_message = "The retry queue does not feed the function."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.retry[0].batch_size == 1 && aws_lambda_event_source_mapping.retry[0].scaling_config[0].maximum_concurrency == 5
    error_message = "Old payloads may take more than five instances from new ones."
  }

  assert {
    condition     = aws_sqs_queue.retry[0].visibility_timeout_seconds >= 6 * aws_lambda_function.detector.timeout && aws_sqs_queue.retry[0].max_message_size == 1048576 && aws_sqs_queue.retry[0].message_retention_seconds == 864000 && jsondecode(aws_sqs_queue.retry[0].redrive_policy).maxReceiveCount == 100
    error_message = "The retry queue is not as the function needs it."
  }

  assert {
    condition     = aws_sqs_queue.dead_letter[0].message_retention_seconds == 1209600 && aws_sqs_queue.dead_letter[0].max_message_size == 1048576 && aws_sqs_queue.dead_letter[0].sqs_managed_sse_enabled
    error_message = "The dead-letter queue is not as the retry queue needs it."
  }

  assert {
    condition     = aws_lambda_function.detector.architectures[0] == "arm64" && aws_lambda_function.detector.runtime == "provided.al2023" && aws_lambda_function.detector.memory_size == 256 && aws_lambda_function.detector.timeout >= 10 && aws_lambda_function.detector.reserved_concurrent_executions == -1
    error_message = "The function is not as it was measured."
  }

  assert {
    condition     = aws_dynamodb_table.counts.hash_key == "pk" && aws_dynamodb_table.counts.range_key == "sk" && one([for ttl in aws_dynamodb_table.counts.ttl : ttl.attribute_name if ttl.enabled]) == "exp" && aws_dynamodb_table.counts.billing_mode == "PAY_PER_REQUEST"
    error_message = "The table is not as package window/dynamodb describes it."
  }

  assert {
    condition     = aws_dynamodb_table.counts.deletion_protection_enabled
    error_message = "One call deletes all counts."
  }

  assert {
    condition     = length(aws_kinesis_stream.records) + length(aws_lambda_event_source_mapping.kinesis) + length(aws_iam_role.subscription) + length(aws_sqs_queue.discarded) == 0
    error_message = "There are parts of a delivery by Kinesis."
  }
}

run "options" {
  variables {
    reserved_concurrency   = 20
    filter_pattern         = "{ $.readOnly IS FALSE }"
    point_in_time_recovery = true
    deletion_protection    = false
    log_retention_days     = 7
    tags                   = { team = "security" }
  }

  assert {
    condition     = aws_lambda_function.detector.reserved_concurrent_executions == 20 && aws_cloudwatch_log_subscription_filter.detector[0].filter_pattern == "{ $.readOnly IS FALSE }" && one([for recovery in aws_dynamodb_table.counts.point_in_time_recovery : recovery.enabled]) && aws_cloudwatch_log_group.detector.retention_in_days == 7 && !aws_dynamodb_table.counts.deletion_protection_enabled
    error_message = "An option was not passed on."
  }

  assert {
    condition = alltrue([for resource in concat(
      [aws_lambda_function.detector, aws_dynamodb_table.counts, aws_cloudwatch_log_group.detector, aws_iam_role.detector[0]],
      aws_sqs_queue.retry, aws_sqs_queue.dead_letter, values(aws_cloudwatch_metric_alarm.trouble), aws_cloudwatch_metric_alarm.silence,
    ) : resource.tags == tomap({ team = "security" })])
    error_message = "Something has no tags."
  }
}

run "a_stream_of_its_own" {
  variables {
    kinesis = { create_stream = true }
  }

  assert {
    condition     = aws_cloudwatch_log_subscription_filter.detector[0].destination_arn == aws_kinesis_stream.records[0].arn && aws_cloudwatch_log_subscription_filter.detector[0].role_arn == aws_iam_role.subscription[0].arn
    error_message = "The subscription filter does not write into the stream."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kinesis[0].maximum_retry_attempts == -1 && aws_lambda_event_source_mapping.kinesis[0].maximum_record_age_in_seconds == 6 * 3600 && aws_lambda_event_source_mapping.kinesis[0].bisect_batch_on_function_error && contains(aws_lambda_event_source_mapping.kinesis[0].function_response_types, "ReportBatchItemFailures")
    error_message = "The mapping does not try for six hours, or holds up a whole batch for one record."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kinesis[0].destination_config[0].on_failure[0].destination_arn == aws_sqs_queue.discarded[0].arn && aws_sqs_queue.discarded[0].name == "Trail-Notify-Discarded" && aws_sqs_queue.discarded[0].message_retention_seconds == 1209600 && aws_sqs_queue.discarded[0].sqs_managed_sse_enabled
    error_message = "Nothing is left of records that are given up."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.discarded[0].metric_name == "ApproximateNumberOfMessagesVisible" && aws_cloudwatch_metric_alarm.discarded[0].dimensions == tomap({ QueueName = "Trail-Notify-Discarded" }) && aws_cloudwatch_metric_alarm.discarded[0].threshold == 1 && aws_cloudwatch_metric_alarm.discarded[0].treat_missing_data == "notBreaching"
    error_message = "Nobody hears of records that are given up."
  }

  assert {
    condition     = aws_kinesis_stream.records[0].encryption_type == "KMS" && aws_kinesis_stream.records[0].retention_period == 168
    error_message = "The stream is not encrypted, or forgets within a week."
  }

  assert {
    condition     = length(aws_sqs_queue.retry) + length(aws_lambda_permission.logs) + length(aws_lambda_function_event_invoke_config.detector) == 0
    error_message = "There are parts of the direct delivery."
  }

  assert {
    condition     = alltrue([for name in ["IteratorAge", "Discarded", "DestinationDeliveryFailures"] : contains(output.alarm_names, "Trail-Notify-Detector-${name}")]) && !contains(output.alarm_names, "Trail-Notify-Detector-RetryQueue")
    error_message = "The alarms are ${join(", ", output.alarm_names)}."
  }
}

run "a_stream_that_somebody_else_fills" {
  variables {
    kinesis    = { stream_arn = "arn:aws:kinesis:ap-northeast-1:111122223333:stream/trail", parallelization_factor = 10 }
    subscribe  = false
    log_owners = ["444455556666"]
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kinesis[0].event_source_arn == "arn:aws:kinesis:ap-northeast-1:111122223333:stream/trail" && aws_lambda_event_source_mapping.kinesis[0].parallelization_factor == 10
    error_message = "The function does not read the stream."
  }

  assert {
    condition     = length(aws_kinesis_stream.records) + length(aws_cloudwatch_log_subscription_filter.detector) + length(aws_iam_role.subscription) == 0
    error_message = "There is a stream or a filter that nobody asked for."
  }
}

# The bucket keeps the records themselves. Its name may be unknown when the plan is made.
run "a_bucket_keeps_what_is_given_up" {
  variables {
    kinesis        = { create_stream = true, maximum_age_hours = 24 }
    failure_bucket = { name = "security-discarded" }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kinesis[0].destination_config[0].on_failure[0].destination_arn == "arn:aws:s3:::security-discarded" && aws_lambda_event_source_mapping.kinesis[0].maximum_record_age_in_seconds == 24 * 3600 && length(aws_sqs_queue.discarded) == 0
    error_message = "The records do not go into the bucket."
  }

  # A bucket has no depth to watch: the mapping itself counts what it gives up.
  assert {
    condition     = aws_cloudwatch_metric_alarm.discarded[0].namespace == "AWS/Lambda" && aws_cloudwatch_metric_alarm.discarded[0].metric_name == "DroppedEventCount" && aws_cloudwatch_metric_alarm.discarded[0].dimensions == tomap({ EventSourceMappingUUID = aws_lambda_event_source_mapping.kinesis[0].uuid }) && contains(aws_lambda_event_source_mapping.kinesis[0].metrics_config[0].metrics, "EventCount")
    error_message = "Nobody hears of records that are given up."
  }
}
