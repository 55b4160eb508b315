# What the function could not settle in three invocations, or Lambda not hand over in six hours, goes to the retry queue
# and from there into the same function, about a hundred times over ten hours; then to the dead-letter queue.

resource "aws_sqs_queue" "retry" {
  count = local.direct ? 1 : 0

  name                              = "${var.name}-Retry"
  max_message_size                  = 1048576
  message_retention_seconds         = 864000          # 10 days, so that 4 more are left after the move
  visibility_timeout_seconds        = 6 * var.timeout # as Lambda asks of a queue that it reads
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 300
  tags                              = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn
    maxReceiveCount     = 100
  })
}

resource "aws_sqs_queue" "dead_letter" {
  count = local.direct ? 1 : 0

  name                              = "${var.name}-DeadLetter"
  max_message_size                  = 1048576
  message_retention_seconds         = 1209600 # 14 days
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 300
  tags                              = var.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  count = local.direct ? 1 : 0

  queue_url = aws_sqs_queue.dead_letter[0].id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.retry[0].arn]
  })
}

resource "aws_lambda_event_source_mapping" "retry" {
  count = local.direct ? 1 : 0

  event_source_arn        = aws_sqs_queue.retry[0].arn
  function_name           = aws_lambda_function.detector.arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  # However many payloads an outage leaves here, they take at most five
  # instances from new ones: half of the ten that a new account may have. At
  # 20 ms a payload, five work off 250 a second once the cause is cured. Lambda
  # accepts no fewer than two.
  scaling_config {
    maximum_concurrency = 5
  }

  depends_on = [aws_iam_role_policy.detector]
}
