data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  region     = data.aws_region.current.region

  detector      = "${var.name}-Detector"
  log_group_arn = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${var.log_group_name}"

  package     = coalesce(var.package, "${path.module}/trailnotify.zip")
  alarm_topic = coalesce(var.alarm_topic_arn, var.sns_topic_arn)
  topics      = distinct(concat([var.sns_topic_arn], [for topic in var.severity_topics : topic.sns_topic_arn], aws_sns_topic.canary[*].arn))

  direct     = var.kinesis == null
  new_stream = try(var.kinesis.create_stream, false) # not by whether stream_arn is null, which a plan may not know

  role_arn = var.create_role ? one(aws_iam_role.detector[*].arn) : var.role_arn
}

resource "aws_lambda_function" "detector" {
  function_name    = local.detector
  description      = "Alerts on CloudTrail records of ${var.log_group_name}"
  role             = local.role_arn
  filename         = local.package
  source_code_hash = try(filebase64sha256(local.package), null)

  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = ["arm64"]
  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)
  code_signing_config_arn        = var.code_signing_config_arn
  tags                           = var.tags

  environment {
    variables = local.environment
  }
  dynamic "vpc_config" {
    for_each = var.vpc[*]
    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }
  dynamic "tracing_config" {
    for_each = var.tracing ? ["Active"] : []
    content {
      mode = tracing_config.value
    }
  }

  # The log group and the permissions come first, or the first invocation would make a log group without retention.
  depends_on = [aws_cloudwatch_log_group.detector, aws_iam_role_policy.detector]

  lifecycle {
    precondition {
      condition     = fileexists(local.package)
      error_message = "package: there is no ${local.package}. Run `make package` in a checkout, which puts it into the module's directory, take the module from a release archive, which holds it, or set package to the path of a trailnotify.zip."
    }
    precondition {
      condition     = local.environment_bytes < 3072
      error_message = "The settings fill ${local.environment_bytes} bytes of environment; want less than 3,072 of the 4,096 that Lambda allows. Put settings of rules into rule files: make package RULES=DIR, rules_dir = \"rules\"."
    }
    precondition {
      condition     = var.rule_set != "none" || var.rules_dir != null
      error_message = "rule_set is none, so that rules_dir has to say where the rules are."
    }
    precondition {
      condition     = var.rule_set != "security-hub" || var.resource_creation_in_other_region_alert_threshold == null && var.unauthorized_console_browsing_alert_threshold == null || var.rules_dir != null
      error_message = "rule_set is security-hub, which has no rules ResourceCreationInOtherRegion and UnauthorizedConsoleBrowsing: leave their thresholds out."
    }
    precondition {
      condition     = alltrue([for topic in concat([var.sns_topic_arn], values(var.severity_topics)[*].sns_topic_arn) : split(":", topic)[3] == local.region])
      error_message = "sns_topic_arn and the topics of severity_topics have to be in the region of the function, ${local.region}: SNS publishes to topics of its own region only."
    }
    precondition {
      condition     = var.log_group_name != aws_cloudwatch_log_group.detector.name
      error_message = "log_group_name is the log group of the function itself: each line that it logs would invoke it again."
    }
    precondition {
      condition     = !var.subscribe || length(var.log_owners) == 0 || contains(var.log_owners, local.account)
      error_message = "log_owners leaves out this account, which owns the log group. Add ${local.account}, or set subscribe to false where the log group is in another account."
    }
    precondition {
      condition     = var.create_role == (var.role_arn == null)
      error_message = "Either the module makes the role of the function, or create_role is false and role_arn says which one to take."
    }
    precondition {
      condition     = var.failure_bucket == null || !local.direct
      error_message = "failure_bucket keeps records of a Kinesis stream, and kinesis is not set. Without a stream the retry queue and the dead-letter queue keep what failed."
    }
  }
}

resource "aws_cloudwatch_log_group" "detector" {
  name              = "/aws/lambda/${local.detector}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_function_event_invoke_config" "detector" {
  count = local.direct ? 1 : 0

  function_name                = aws_lambda_function.detector.function_name
  maximum_event_age_in_seconds = 21600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.retry[0].arn
    }
  }

  depends_on = [aws_iam_role_policy.detector]
}
