# The function's policy, action by action.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "least_privilege" {
  assert {
    condition = jsondecode(aws_iam_role_policy.detector[0].policy).Statement == jsondecode(jsonencode([
      {
        Sid      = "Counts"
        Effect   = "Allow"
        Action   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"]
        Resource = ["arn:aws:dynamodb:ap-northeast-1:111122223333:table/Trail-Notify-Counts"]
      },
      {
        Sid      = "Alerts"
        Effect   = "Allow"
        Action   = ["sns:Publish"]
        Resource = ["arn:aws:sns:ap-northeast-1:111122223333:security-notify"]
      },
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:ap-northeast-1:111122223333:log-group:/aws/lambda/Trail-Notify-Detector:*"]
      },
      {
        Sid      = "Retry"
        Effect   = "Allow"
        Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource = ["arn:aws:sqs:ap-northeast-1:111122223333:Trail-Notify-Retry"]
      },
    ]))
    error_message = "The policy is ${aws_iam_role_policy.detector[0].policy}."
  }

  assert {
    condition     = aws_lambda_permission.logs[0].source_arn == "arn:aws:logs:ap-northeast-1:111122223333:log-group:/aws/trail/main-cloudtrail:*" && aws_lambda_permission.logs[0].source_account == "111122223333" && aws_lambda_permission.logs[0].principal == "logs.ap-northeast-1.amazonaws.com"
    error_message = "The invoke permission is not bound to the log group and the account."
  }
}

run "every_topic_may_be_published_to_once" {
  variables {
    severity_topics = {
      critical = { sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:on-call" }
      high     = { sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:on-call" }
    }
  }

  assert {
    condition     = toset(local.permissions[1].Resource) == toset(["arn:aws:sns:ap-northeast-1:111122223333:security-notify", "arn:aws:sns:ap-northeast-1:111122223333:on-call"])
    error_message = "The topics are ${jsonencode(local.permissions[1].Resource)}."
  }
}

run "keys_are_used_through_their_services_only" {
  variables {
    kms_key_arn      = "arn:aws:kms:ap-northeast-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"
    sns_kms_key_arns = ["arn:aws:kms:ap-northeast-1:111122223333:key/4e5f6a7b-1111-2222-3333-444455556666"]
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.detector[0].policy).Statement : statement if startswith(statement.Action[0], "kms:")] == jsondecode(jsonencode([
      {
        Sid       = "TopicKeys"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = ["arn:aws:kms:ap-northeast-1:111122223333:key/4e5f6a7b-1111-2222-3333-444455556666"]
        Condition = { StringEquals = { "kms:ViaService" = ["sns.ap-northeast-1.amazonaws.com"] } }
      },
      {
        Sid       = "OwnKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = ["arn:aws:kms:ap-northeast-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"]
        Condition = { StringEquals = { "kms:ViaService" = ["dynamodb.ap-northeast-1.amazonaws.com", "sqs.ap-northeast-1.amazonaws.com"] } }
      },
    ]))
    error_message = "The policy is ${aws_iam_role_policy.detector[0].policy}."
  }

  assert {
    condition     = aws_dynamodb_table.counts.server_side_encryption[0].kms_key_arn == var.kms_key_arn && aws_sqs_queue.retry[0].kms_master_key_id == var.kms_key_arn && aws_sqs_queue.dead_letter[0].kms_master_key_id == var.kms_key_arn && aws_cloudwatch_log_group.detector.kms_key_id == var.kms_key_arn
    error_message = "The key does not encrypt table, queues and log."
  }
}

run "a_stream_may_be_read_and_nothing_else" {
  variables {
    kinesis = {
      stream_arn  = "arn:aws:kinesis:ap-northeast-1:111122223333:stream/trail"
      kms_key_arn = "arn:aws:kms:ap-northeast-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"
    }
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.detector[0].policy).Statement : statement if contains(["Records", "Discarded", "StreamKey", "Retry"], statement.Sid)] == jsondecode(jsonencode([
      {
        Sid      = "Records"
        Effect   = "Allow"
        Action   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
        Resource = ["arn:aws:kinesis:ap-northeast-1:111122223333:stream/trail"]
      },
      {
        Sid      = "Discarded"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = ["arn:aws:sqs:ap-northeast-1:111122223333:Trail-Notify-Retry"] # every mocked queue has this ARN
      },
      {
        Sid       = "StreamKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:ap-northeast-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"]
        Condition = { StringEquals = { "kms:ViaService" = ["kinesis.ap-northeast-1.amazonaws.com"] } }
      },
    ]))
    error_message = "The policy is ${aws_iam_role_policy.detector[0].policy}."
  }
}

run "a_bucket_for_failures_may_be_written_to_and_nothing_else" {
  variables {
    kinesis = { create_stream = true }
    failure_bucket = {
      name        = "security-discarded"
      kms_key_arn = "arn:aws:kms:ap-northeast-1:111122223333:key/4e5f6a7b-1111-2222-3333-444455556666"
    }
  }

  # The condition on the account: if the bucket is deleted, whoever takes its name must not get the records.
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.detector[0].policy).Statement : statement if contains(["Discarded", "DiscardedList", "DiscardedKey"], statement.Sid)] == jsondecode(jsonencode([
      {
        Sid       = "Discarded"
        Effect    = "Allow"
        Action    = ["s3:PutObject"]
        Resource  = ["arn:aws:s3:::security-discarded/*"]
        Condition = { StringEquals = { "aws:ResourceAccount" = ["111122223333"] } }
      },
      {
        Sid       = "DiscardedList"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = ["arn:aws:s3:::security-discarded"]
        Condition = { StringEquals = { "aws:ResourceAccount" = ["111122223333"] } }
      },
      {
        Sid       = "DiscardedKey"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey"]
        Resource  = ["arn:aws:kms:ap-northeast-1:111122223333:key/4e5f6a7b-1111-2222-3333-444455556666"]
        Condition = { StringEquals = { "kms:ViaService" = ["s3.ap-northeast-1.amazonaws.com"] } }
      },
    ]))
    error_message = "The policy is ${aws_iam_role_policy.detector[0].policy}."
  }
}

# An allow for the function would take nothing from the identities of the account, so that this is a deny for all others.
# aws:PrincipalArn is the ARN of the role in every session of it; services of AWS, such as the one that deletes expired
# items, are no principals of an account.
run "only_the_function_and_the_admins_of_the_table_write_to_it" {
  variables {
    table_admins = ["arn:aws:iam::111122223333:role/break-glass"]
  }

  assert {
    condition = jsondecode(aws_dynamodb_resource_policy.counts.policy).Statement == jsondecode(jsonencode([{
      Sid       = "OthersDoNotWrite"
      Effect    = "Deny"
      Principal = "*"
      Action = [
        "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert",
        "dynamodb:PartiQLUpdate", "dynamodb:PutItem", "dynamodb:UpdateItem",
      ]
      Resource = ["arn:aws:dynamodb:ap-northeast-1:111122223333:table/Trail-Notify-Counts"]
      Condition = {
        ArnNotLike   = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/Trail-Notify-Detector", "arn:aws:iam::111122223333:role/break-glass"] }
        BoolIfExists = { "aws:PrincipalIsAWSService" = "false" }
      }
    }]))
    error_message = "The policy of the table is ${aws_dynamodb_resource_policy.counts.policy}."
  }

  assert {
    condition     = aws_dynamodb_resource_policy.counts.resource_arn == aws_dynamodb_table.counts.arn
    error_message = "The policy is not the table's."
  }
}
