# What is at its default is left out: Lambda allows 4 KB of environment, in all.

locals {
  # Where the function is and what it may read. Always set.
  wiring = {
    DEPLOYMENT_NAME = var.name
    LOG_GROUPS      = var.log_group_name
    LOG_OWNERS      = join(",", length(var.log_owners) > 0 ? var.log_owners : [local.account])
    SNS_TOPIC_ARN   = var.sns_topic_arn
    TABLE_NAME      = aws_dynamodb_table.counts.name
  }

  settings = {
    ACCOUNTS_FILE   = var.accounts_file
    ALERT_FORMAT    = var.alert_format == "auto" ? null : var.alert_format
    ALERT_LANGUAGE  = var.alert_language == "en" ? null : var.alert_language
    ALERT_TIME_ZONE = var.alert_time_zone == "UTC" ? null : var.alert_time_zone
    HOME_REGIONS    = length(var.home_regions) > 0 ? join(",", var.home_regions) : null
    LOG_LEVEL       = var.log_level == "info" ? null : var.log_level
    METRICS         = var.metrics == "basic" ? null : var.metrics
    RULES_DIR       = var.rules_dir
    RULE_SET        = var.rule_set == "default" ? null : var.rule_set
  }

  canary = { CANARY_TOPIC_ARN = one(aws_sns_topic.canary[*].arn) }

  severities = merge(
    { for severity, topic in var.severity_topics : "SNS_TOPIC_ARN_${upper(severity)}" => topic.sns_topic_arn },
    { for severity, topic in var.severity_topics : "ALERT_FORMAT_${upper(severity)}" => topic.format },
  )

  overrides = merge(
    { for rule, threshold in local.thresholds : "${upper(rule)}_ALERT_THRESHOLD" => try(tostring(threshold), null) },
    { for rule, is in var.rules : "${upper(rule)}_ENABLED" => try(tostring(is.enabled), null) },
    { for rule, is in var.rules : "${upper(rule)}_PERIOD" => is.period },
    { for rule, is in var.rules : "${upper(rule)}_QUIET" => is.quiet },
    { for rule, is in var.rules : "${upper(rule)}_CLOSING" => is.closing },
    { for rule, is in var.rules : "${upper(rule)}_MODE" => is.mode },
  )

  environment = {
    for name, value in merge(local.wiring, local.settings, local.canary, local.severities, local.overrides) : name => value if value != null
  }

  # The table's name is counted by what it is made of: it is not known before the table is.
  environment_bytes = sum([
    for name, value in merge(local.environment, { TABLE_NAME = local.table }) : length(name) + length(value)
  ])
}

locals {
  thresholds = {
    cloudtrail_change                 = var.cloudtrail_change_alert_threshold
    cmk_disabled_or_deleted           = var.cmk_disabled_or_deleted_alert_threshold
    config_change                     = var.config_change_alert_threshold
    console_sign_in_failure           = var.console_sign_in_failure_alert_threshold
    console_sign_in_without_mfa       = var.console_sign_in_without_mfa_alert_threshold
    iam_policy_change                 = var.iam_policy_change_alert_threshold
    network_acl_change                = var.network_acl_change_alert_threshold
    network_gateway_change            = var.network_gateway_change_alert_threshold
    organizations_change              = var.organizations_change_alert_threshold
    resource_creation_in_other_region = var.resource_creation_in_other_region_alert_threshold
    root_sign_in                      = var.root_sign_in_alert_threshold
    root_sign_in_failure              = var.root_sign_in_failure_alert_threshold
    root_usage                        = var.root_usage_alert_threshold
    route_table_change                = var.route_table_change_alert_threshold
    s3_bucket_policy_change           = var.s3_bucket_policy_change_alert_threshold
    security_group_change             = var.security_group_change_alert_threshold
    unauthorized_api_call             = var.unauthorized_api_call_alert_threshold
    unauthorized_console_browsing     = var.unauthorized_console_browsing_alert_threshold
    vpc_change                        = var.vpc_change_alert_threshold
  }
}
