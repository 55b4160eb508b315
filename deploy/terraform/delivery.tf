# CloudWatch Logs invokes the function itself ...

resource "aws_lambda_permission" "logs" {
  count = local.direct ? 1 : 0

  statement_id   = "${var.name}-CloudWatchLogs"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.detector.function_name
  principal      = "logs.${local.region}.${local.dns_suffix}"
  source_arn     = "${local.log_group_arn}:*"
  source_account = local.account
}

resource "aws_cloudwatch_log_subscription_filter" "detector" {
  count = var.subscribe ? 1 : 0

  name            = local.detector
  log_group_name  = var.log_group_name
  filter_pattern  = var.filter_pattern
  destination_arn = local.direct ? aws_lambda_function.detector.arn : local.stream_arn
  role_arn        = local.direct ? null : aws_iam_role.subscription[0].arn
  distribution    = local.direct ? null : "ByLogStream"

  depends_on = [aws_lambda_permission.logs, aws_iam_role_policy.subscription]
}

# ... or writes into a stream that the function reads.

locals {
  stream_arn     = local.direct ? null : local.new_stream ? aws_kinesis_stream.records[0].arn : var.kinesis.stream_arn
  stream_kms_key = try(var.kinesis.kms_key_arn, null)
}

resource "aws_kinesis_stream" "records" {
  count = local.new_stream ? 1 : 0

  name             = "${var.name}-Records"
  retention_period = var.kinesis.retention_hours
  encryption_type  = "KMS"
  kms_key_id       = coalesce(local.stream_kms_key, "alias/aws/kinesis")
  tags             = var.tags

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

# What can't be read is acknowledged by the function. What can't be settled is
# tried until its maximum age, for each record as often as there is time: while
# it waits, whatever comes behind it in the shard waits too. A batch that fails
# as a whole is halved, so that one record can't take the others along.
resource "aws_lambda_event_source_mapping" "kinesis" {
  count = local.direct ? 0 : 1

  event_source_arn                   = local.stream_arn
  function_name                      = aws_lambda_function.detector.arn
  starting_position                  = "LATEST"
  batch_size                         = 100
  maximum_retry_attempts             = -1
  maximum_record_age_in_seconds      = var.kinesis.maximum_age_hours * 3600
  bisect_batch_on_function_error     = true
  parallelization_factor             = var.kinesis.parallelization_factor
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = 0

  destination_config {
    on_failure {
      destination_arn = local.keeps_pointers ? aws_sqs_queue.discarded[0].arn : local.failure_bucket_arn
    }
  }

  metrics_config {
    metrics = ["EventCount"]
  }

  depends_on = [aws_iam_role_policy.detector]
}

resource "aws_iam_role" "subscription" {
  count = local.direct || !var.subscribe ? 0 : 1

  name                 = "${var.name}-Subscription"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "logs.${local.region}.${local.dns_suffix}" }
      Condition = { StringLike = { "aws:SourceArn" = "arn:${local.partition}:logs:${local.region}:${local.account}:*" } }
    }]
  })
}

resource "aws_iam_role_policy" "subscription" {
  count = local.direct || !var.subscribe ? 0 : 1

  name = "records"
  role = aws_iam_role.subscription[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{ Sid = "Stream", Effect = "Allow", Action = "kinesis:PutRecord", Resource = local.stream_arn }],
      [for key in local.stream_kms_key[*] : {
        Sid       = "StreamKey"
        Effect    = "Allow"
        Action    = "kms:GenerateDataKey"
        Resource  = key
        Condition = { StringEquals = { "kms:ViaService" = "kinesis.${local.region}.${local.dns_suffix}" } }
      }],
    )
  })
}
