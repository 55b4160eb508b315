# What is wrong is refused at plan, each with a sentence of its own.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "a_fifo_topic" {
  command = plan

  variables {
    sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:security-notify.fifo"
  }

  expect_failures = [var.sns_topic_arn]
}

run "an_arn_as_log_group_name" {
  command = plan

  variables {
    log_group_name = "arn:aws:logs:ap-northeast-1:111122223333:log-group:trail:*"
  }

  expect_failures = [var.log_group_name]
}

run "a_name_that_is_too_long" {
  command = plan

  variables {
    name = "Trail-Notify-${join("-", range(20))}"
  }

  expect_failures = [var.name]
}

run "an_unknown_rule_set" {
  command = plan

  variables {
    rule_set = "cis"
  }

  expect_failures = [var.rule_set]
}

run "a_rule_by_its_display_name" {
  command = plan

  variables {
    rules = { RootUsage = { enabled = false } }
  }

  expect_failures = [var.rules]
}

run "a_period_in_seconds" {
  command = plan

  variables {
    rules = { root_usage = { period = "300s" } }
  }

  expect_failures = [var.rules]
}

run "an_empty_period" {
  command = plan

  variables {
    rules = { root_usage = { period = "" } }
  }

  expect_failures = [var.rules]
}

run "a_quiet_time_without_unit" {
  command = plan

  variables {
    rules = { root_usage = { quiet = "30" } }
  }

  expect_failures = [var.rules]
}

run "a_closing_that_is_none" {
  command = plan

  variables {
    rules = { root_usage = { closing = "never" } }
  }

  expect_failures = [var.rules]
}

run "a_mode_that_is_none" {
  command = plan

  variables {
    rules = { root_usage = { mode = "off" } }
  }

  expect_failures = [var.rules]
}

run "a_rules_dir_outside_the_package" {
  command = plan

  variables {
    rules_dir = "../rules"
  }

  expect_failures = [var.rules_dir]
}

run "an_accounts_file_of_another_kind" {
  command = plan

  variables {
    accounts_file = "accounts.csv"
  }

  expect_failures = [var.accounts_file]
}

run "a_region_that_is_none" {
  command = plan

  variables {
    home_regions = ["tokyo"]
  }

  expect_failures = [var.home_regions]
}

run "an_unknown_severity" {
  command = plan

  variables {
    severity_topics = { urgent = { sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:on-call" } }
  }

  expect_failures = [var.severity_topics]
}

run "an_unknown_format_of_a_topic" {
  command = plan

  variables {
    severity_topics = { high = { sns_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:on-call", format = "slack" } }
  }

  expect_failures = [var.severity_topics]
}

run "an_unknown_format" {
  command = plan

  variables {
    alert_format = "slack"
  }

  expect_failures = [var.alert_format]
}

run "an_unknown_language" {
  command = plan

  variables {
    alert_language = "de"
  }

  expect_failures = [var.alert_language]
}

run "an_offset_as_time_zone" {
  command = plan

  variables {
    alert_time_zone = "+09:00"
  }

  expect_failures = [var.alert_time_zone]
}

run "a_filter_pattern_that_is_too_long" {
  command = plan

  variables {
    filter_pattern = format("%1025s", "{ $.readOnly IS FALSE }")
  }

  expect_failures = [var.filter_pattern]
}

run "neither_a_new_stream_nor_an_old_one" {
  command = plan

  variables {
    kinesis = {}
  }

  expect_failures = [var.kinesis]
}

run "a_stream_by_its_name" {
  command = plan

  variables {
    kinesis = { stream_arn = "records" }
  }

  expect_failures = [var.kinesis]
}

run "a_stream_that_forgets_too_soon" {
  command = plan

  variables {
    kinesis = { create_stream = true, retention_hours = 1 }
  }

  expect_failures = [var.kinesis]
}

run "records_that_are_never_given_up" {
  command = plan

  variables {
    kinesis = { create_stream = true, maximum_age_hours = -1 }
  }

  expect_failures = [var.kinesis]
}

run "records_that_the_stream_forgets_before_they_are_given_up" {
  command = plan

  variables {
    kinesis = { create_stream = true, retention_hours = 24, maximum_age_hours = 24 }
  }

  expect_failures = [var.kinesis]
}

run "a_bucket_by_its_arn" {
  command = plan

  variables {
    kinesis        = { create_stream = true }
    failure_bucket = { name = "arn:aws:s3:::security-discarded" }
  }

  expect_failures = [var.failure_bucket]
}

run "a_key_of_the_bucket_by_its_alias" {
  command = plan

  variables {
    kinesis        = { create_stream = true }
    failure_bucket = { name = "security-discarded", kms_key_arn = "alias/bucket" }
  }

  expect_failures = [var.failure_bucket]
}

run "a_bucket_for_failures_without_a_stream" {
  command = plan

  variables {
    failure_bucket = { name = "security-discarded" }
  }

  expect_failures = [aws_lambda_function.detector]
}

run "a_log_owner_that_is_no_account" {
  command = plan

  variables {
    log_owners = ["Management"]
  }

  expect_failures = [var.log_owners]
}

run "everybody_as_admin_of_the_table" {
  command = plan

  variables {
    table_admins = ["arn:aws:iam::111122223333:role/*"]
  }

  expect_failures = [var.table_admins]
}

run "a_session_as_admin_of_the_table" {
  command = plan

  variables {
    table_admins = ["arn:aws:sts::111122223333:assumed-role/break-glass/alice"]
  }

  expect_failures = [var.table_admins]
}

run "no_concurrency_at_all" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "a_log_retention_that_there_is_not" {
  command = plan

  variables {
    log_retention_days = 10
  }

  expect_failures = [var.log_retention_days]
}

run "an_unknown_log_level" {
  command = plan

  variables {
    log_level = "trace"
  }

  expect_failures = [var.log_level]
}

run "an_unknown_kind_of_metrics" {
  command = plan

  variables {
    metrics = "all"
  }

  expect_failures = [var.metrics]
}

run "a_key_by_its_alias" {
  command = plan

  variables {
    kms_key_arn = "alias/trail"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_topic_key_by_its_alias" {
  command = plan

  variables {
    sns_kms_key_arns = ["alias/topic"]
  }

  expect_failures = [var.sns_kms_key_arns]
}

run "an_alarm_topic_that_is_none" {
  command = plan

  variables {
    alarm_topic_arn = "on-call"
  }

  expect_failures = [var.alarm_topic_arn]
}

run "silence_that_is_too_long_for_an_alarm" {
  command = plan

  variables {
    silence_minutes = 2880
  }

  expect_failures = [var.silence_minutes]
}

run "a_bound_that_no_batch_fits_into" {
  command = plan

  variables {
    max_write_units = 1
  }

  expect_failures = [var.max_write_units]
}

run "half_a_unit" {
  command = plan

  variables {
    max_read_units = 10.5
  }

  expect_failures = [var.max_read_units]
}

run "a_boundary_by_its_name" {
  command = plan

  variables {
    permissions_boundary = "functions"
  }

  expect_failures = [var.permissions_boundary]
}

run "a_path_without_slashes" {
  command = plan

  variables {
    role_path = "security"
  }

  expect_failures = [var.role_path]
}

run "a_role_by_its_name" {
  command = plan

  variables {
    create_role = false
    role_arn    = "detector"
  }

  expect_failures = [var.role_arn]
}

run "a_role_that_nobody_makes" {
  command = plan

  variables {
    create_role = false
  }

  expect_failures = [aws_lambda_function.detector]
}

run "a_role_that_two_make" {
  command = plan

  variables {
    role_arn = "arn:aws:iam::111122223333:role/detector"
  }

  expect_failures = [aws_lambda_function.detector]
}

run "memory_that_a_payload_does_not_fit_into" {
  command = plan

  variables {
    memory_size = 128
  }

  expect_failures = [var.memory_size]
}

run "a_time_out_that_ends_before_the_work" {
  command = plan

  variables {
    timeout = 5
  }

  expect_failures = [var.timeout]
}

run "a_network_without_subnets" {
  command = plan

  variables {
    vpc = { subnet_ids = [], security_group_ids = ["sg-0a1b2c3d"] }
  }

  expect_failures = [var.vpc]
}

run "a_network_by_the_names_of_its_subnets" {
  command = plan

  variables {
    vpc = { subnet_ids = ["private-a"], security_group_ids = ["sg-0a1b2c3d"] }
  }

  expect_failures = [var.vpc]
}

run "a_signing_profile_as_code_signing_config" {
  command = plan

  variables {
    code_signing_config_arn = "arn:aws:signer:ap-northeast-1:111122223333:/signing-profiles/detector"
  }

  expect_failures = [var.code_signing_config_arn]
}

run "a_threshold_of_zero" {
  command = plan

  variables {
    root_usage_alert_threshold = 0
  }

  expect_failures = [var.root_usage_alert_threshold]
}

run "a_threshold_with_a_fraction" {
  command = plan

  variables {
    vpc_change_alert_threshold = 1.5
  }

  expect_failures = [var.vpc_change_alert_threshold]
}

run "a_threshold_that_no_window_can_hold" {
  command = plan

  variables {
    unauthorized_api_call_alert_threshold = 5001
  }

  expect_failures = [var.unauthorized_api_call_alert_threshold]
}

run "a_package_that_is_not_there" {
  command = plan

  variables {
    package = "./nowhere.zip"
  }

  expect_failures = [aws_lambda_function.detector]
}

run "no_rules_at_all" {
  command = plan

  variables {
    rule_set = "none"
  }

  expect_failures = [aws_lambda_function.detector]
}

run "the_log_group_of_the_function_itself" {
  command = plan

  variables {
    log_group_name = "/aws/lambda/Trail-Notify-Detector"
  }

  expect_failures = [aws_lambda_function.detector]
}

run "an_owner_list_without_the_owner" {
  command = plan

  variables {
    log_owners = ["444455556666"]
  }

  expect_failures = [aws_lambda_function.detector]
}

run "thresholds_of_rules_that_the_set_has_not" {
  command = plan

  variables {
    rule_set                                      = "security-hub"
    unauthorized_console_browsing_alert_threshold = 50
  }

  expect_failures = [aws_lambda_function.detector]
}

run "a_topic_of_another_region" {
  command = plan

  variables {
    sns_topic_arn = "arn:aws:sns:us-east-1:111122223333:security-notify"
  }

  expect_failures = [aws_lambda_function.detector]
}

run "an_alarm_topic_of_another_region" {
  command = plan

  variables {
    alarm_topic_arn = "arn:aws:sns:us-east-1:111122223333:operations"
  }

  expect_failures = [aws_cloudwatch_metric_alarm.trouble]
}
