# Settings become the function's environment.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "defaults_stay_out_of_the_environment" {
  assert {
    condition = output.environment == tomap({
      DEPLOYMENT_NAME = "Trail-Notify"
      LOG_GROUPS      = "/aws/trail/main-cloudtrail"
      LOG_OWNERS      = "111122223333"
      SNS_TOPIC_ARN   = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
      TABLE_NAME      = "Trail-Notify-Counts"
    })
    error_message = "The environment is ${jsonencode(output.environment)}."
  }
}

run "both_thresholds_that_callers_have_are_passed_on" {
  variables {
    unauthorized_api_call_alert_threshold             = 20
    resource_creation_in_other_region_alert_threshold = "3" # callers have written strings
  }

  assert {
    condition     = output.environment["UNAUTHORIZED_API_CALL_ALERT_THRESHOLD"] == "20"
    error_message = "UNAUTHORIZED_API_CALL_ALERT_THRESHOLD is not 20."
  }

  assert {
    condition     = output.environment["RESOURCE_CREATION_IN_OTHER_REGION_ALERT_THRESHOLD"] == "3"
    error_message = "RESOURCE_CREATION_IN_OTHER_REGION_ALERT_THRESHOLD is not 3."
  }
}

run "every_setting_is_passed_on" {
  variables {
    name            = "Trail-Notify-Tokyo"
    rule_set        = "security-hub"
    rules_dir       = "rules"
    accounts_file   = "accounts.yaml"
    home_regions    = ["ap-northeast-1", "us-east-1"]
    alert_format    = "chat"
    alert_language  = "ja"
    alert_time_zone = "Asia/Tokyo"
    log_level       = "debug"
    log_owners      = ["111122223333", "444455556666"]
    canary          = true
    metrics         = "rules"
    rules = {
      vpc_change = { enabled = false, mode = "dry-run" }
      root_usage = { period = "10m", quiet = "0", closing = "always" }
    }
    severity_topics = {
      critical = { sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:on-call", format = "json" }
      low      = { sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:digest" }
    }
  }

  assert {
    condition = output.environment == tomap({
      ACCOUNTS_FILE          = "accounts.yaml"
      ALERT_FORMAT           = "chat"
      ALERT_FORMAT_CRITICAL  = "json"
      ALERT_LANGUAGE         = "ja"
      ALERT_TIME_ZONE        = "Asia/Tokyo"
      CANARY_TOPIC_ARN       = "arn:aws:sns:ap-northeast-1:111122223333:Trail-Notify-Canary"
      DEPLOYMENT_NAME        = "Trail-Notify-Tokyo"
      HOME_REGIONS           = "ap-northeast-1,us-east-1"
      LOG_GROUPS             = "/aws/trail/main-cloudtrail"
      LOG_LEVEL              = "debug"
      LOG_OWNERS             = "111122223333,444455556666"
      METRICS                = "rules"
      ROOT_USAGE_CLOSING     = "always"
      ROOT_USAGE_PERIOD      = "10m"
      ROOT_USAGE_QUIET       = "0"
      RULES_DIR              = "rules"
      RULE_SET               = "security-hub"
      SNS_TOPIC_ARN          = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
      SNS_TOPIC_ARN_CRITICAL = "arn:aws:sns:ap-northeast-1:111122223333:on-call"
      SNS_TOPIC_ARN_LOW      = "arn:aws:sns:ap-northeast-1:111122223333:digest"
      TABLE_NAME             = "Trail-Notify-Tokyo-Counts"
      VPC_CHANGE_ENABLED     = "false"
      VPC_CHANGE_MODE        = "dry-run"
    })
    error_message = "The environment is ${jsonencode(output.environment)}."
  }
}

run "every_threshold_at_once_fits" {
  variables {
    cloudtrail_change_alert_threshold                 = 5000
    cmk_disabled_or_deleted_alert_threshold           = 5000
    config_change_alert_threshold                     = 5000
    console_sign_in_failure_alert_threshold           = 5000
    console_sign_in_without_mfa_alert_threshold       = 5000
    iam_policy_change_alert_threshold                 = 5000
    network_acl_change_alert_threshold                = 5000
    network_gateway_change_alert_threshold            = 5000
    organizations_change_alert_threshold              = 5000
    resource_creation_in_other_region_alert_threshold = 5000
    root_sign_in_alert_threshold                      = 5000
    root_sign_in_failure_alert_threshold              = 5000
    root_usage_alert_threshold                        = 5000
    route_table_change_alert_threshold                = 5000
    s3_bucket_policy_change_alert_threshold           = 5000
    security_group_change_alert_threshold             = 5000
    unauthorized_api_call_alert_threshold             = 5000
    unauthorized_console_browsing_alert_threshold     = 5000
    vpc_change_alert_threshold                        = 5000
  }

  assert {
    condition     = length([for name, value in output.environment : name if endswith(name, "_ALERT_THRESHOLD") && value == "5000"]) == length(local.thresholds)
    error_message = "Not every threshold is in the environment."
  }

  assert {
    condition     = local.environment_bytes < 3072
    error_message = "The environment has ${local.environment_bytes} bytes."
  }
}

# Provider 5.72 fails when one of the limits is left out.
run "the_table_is_bounded" {
  variables {
    max_write_units = 50
  }

  assert {
    condition     = aws_dynamodb_table.counts.on_demand_throughput[0].max_write_request_units == 50 && aws_dynamodb_table.counts.on_demand_throughput[0].max_read_request_units == 2000
    error_message = "The limits of the table are ${jsonencode(aws_dynamodb_table.counts.on_demand_throughput)}."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.computed["WriteUnits"].metric_query : query.expression if query.return_data == true]) == "used / (240 * 50)"
    error_message = "The alarm does not follow the limit."
  }
}

run "an_environment_that_is_too_large_is_refused" {
  command = plan

  variables {
    rules = { for i in range(60) : "a_rule_with_a_rather_long_name_${i}" => { enabled = true, period = "5m", quiet = "1h" } }
  }

  expect_failures = [aws_lambda_function.detector]
}
