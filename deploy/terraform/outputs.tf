output "function_name" {
  description = "Name of the function, for `aws lambda invoke` and `trailnotify replay --invoke`."
  value       = aws_lambda_function.detector.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.detector.arn
}

output "role_name" {
  description = "Name of the function's role, to attach more to it."
  value       = try(element(split("/", local.role_arn), -1), null)
}

output "role_policy" {
  description = "Policy that the role of the function has, or with `create_role = false` has to get."
  value       = local.role_policy
}

output "function_log_group_name" {
  description = "Name of the function's own log group."
  value       = aws_cloudwatch_log_group.detector.name
}

output "table_name" {
  description = "Name of the table of counts."
  value       = aws_dynamodb_table.counts.name
}

output "retry_queue_url" {
  description = "URL of the retry queue; null with Kinesis."
  value       = one(aws_sqs_queue.retry[*].url)
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue, for `aws sqs start-message-move-task`; null with Kinesis."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}

output "stream_arn" {
  description = "ARN of the Kinesis stream; null without one."
  value       = local.stream_arn
}

output "discarded_queue_url" {
  description = "URL of the queue that points to discarded records; null without Kinesis or with `failure_bucket`."
  value       = one(aws_sqs_queue.discarded[*].url)
}

output "alarm_names" {
  description = "Names of the alarms on the detector itself, for composite alarms and dashboards."
  value = sort(concat(
    [for alarm in aws_cloudwatch_metric_alarm.trouble : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.computed : alarm.alarm_name],
    aws_cloudwatch_metric_alarm.dead_letter[*].alarm_name,
    aws_cloudwatch_metric_alarm.iterator_age[*].alarm_name,
    aws_cloudwatch_metric_alarm.discarded[*].alarm_name,
    aws_cloudwatch_metric_alarm.silence[*].alarm_name,
    aws_cloudwatch_metric_alarm.closings[*].alarm_name,
    aws_cloudwatch_metric_alarm.canary[*].alarm_name,
  ))
}

output "environment" {
  description = "The function's environment, which is all of its settings."
  value       = aws_lambda_function.detector.environment[0].variables
}
