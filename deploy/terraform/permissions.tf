# What the function may do, each action on named resources. deploy_test.go holds the actions to the calls in the code.

resource "aws_iam_role" "detector" {
  count = var.create_role ? 1 : 0

  name                 = local.detector
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary
  description          = "The function ${local.detector}"
  tags                 = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "detector" {
  count = var.create_role ? 1 : 0

  name   = "detector"
  role   = aws_iam_role.detector[0].id
  policy = local.role_policy
}

locals {
  role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.permissions, local.retry_permissions, local.kinesis_permissions, local.discarded_permissions,
      local.kms_permissions, local.network_permissions, local.trace_permissions,
    )
  })

  permissions = [
    {
      Sid      = "Counts"
      Effect   = "Allow"
      Action   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"]
      Resource = [aws_dynamodb_table.counts.arn]
    },
    {
      Sid      = "Alerts"
      Effect   = "Allow"
      Action   = ["sns:Publish"]
      Resource = local.topics
    },
    {
      Sid      = "Log"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.detector.arn}:*"]
    },
  ]

  # Lambda sends to the queue and reads it, both in the name of the function.
  retry_permissions = [
    for queue in aws_sqs_queue.retry[*].arn : {
      Sid      = "Retry"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]
      Resource = [queue]
    }
  ]

  kinesis_permissions = [
    for stream in local.stream_arn[*] : {
      Sid      = "Records"
      Effect   = "Allow"
      Action   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
      Resource = [stream]
    }
  ]

  # Lambda writes what it gives up, in the name of the function. Names of
  # buckets are global: the condition keeps the records in this account even if
  # the bucket is deleted and somebody else takes its name.
  discarded_permissions = concat(
    [for queue in aws_sqs_queue.discarded[*].arn : {
      Sid      = "Discarded"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [queue]
    }],
    flatten([for bucket in local.failure_bucket_arn[*] : [
      {
        Sid       = "Discarded"
        Effect    = "Allow"
        Action    = ["s3:PutObject"]
        Resource  = ["${bucket}/*"]
        Condition = { StringEquals = { "aws:ResourceAccount" = [local.account] } }
      },
      {
        Sid       = "DiscardedList"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = [bucket]
        Condition = { StringEquals = { "aws:ResourceAccount" = [local.account] } }
      },
    ]]),
  )

  # Keys that AWS owns need no permission.
  kms_permissions = concat(
    [for keys in [var.sns_kms_key_arns] : {
      Sid       = "TopicKeys"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = keys
      Condition = { StringEquals = { "kms:ViaService" = ["sns.${local.region}.${local.dns_suffix}"] } }
    } if length(keys) > 0],
    [for key in var.kms_key_arn[*] : {
      Sid       = "OwnKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = [key]
      Condition = { StringEquals = { "kms:ViaService" = ["dynamodb.${local.region}.${local.dns_suffix}", "sqs.${local.region}.${local.dns_suffix}"] } }
    }],
    [for key in local.stream_kms_key[*] : {
      Sid       = "StreamKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = [key]
      Condition = { StringEquals = { "kms:ViaService" = ["kinesis.${local.region}.${local.dns_suffix}"] } }
    }],
    [for key in try(var.failure_bucket.kms_key_arn, null)[*] : {
      Sid       = "DiscardedKey"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey"]
      Resource  = [key]
      Condition = { StringEquals = { "kms:ViaService" = ["s3.${local.region}.${local.dns_suffix}"] } }
    }],
  )

  # Lambda makes the network interfaces in the name of the role. EC2 knows no
  # resource to name for all of these; so the program itself is denied them.
  network_actions = [
    "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
  ]
  function_arn = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${local.detector}"
  network_permissions = flatten([for vpc in var.vpc[*] : [
    {
      Sid      = "Network"
      Effect   = "Allow"
      Action   = local.network_actions
      Resource = ["*"]
    },
    {
      Sid       = "NetworkNotByTheProgram"
      Effect    = "Deny"
      Action    = local.network_actions
      Resource  = ["*"]
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = [local.function_arn] } }
    },
  ]])

  # X-Ray has no resources to name.
  trace_permissions = [for mode in var.tracing ? ["Active"] : [] : {
    Sid      = "Traces"
    Effect   = "Allow"
    Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    Resource = ["*"]
  }]
}
