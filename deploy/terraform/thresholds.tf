# One input a rule. Null means the default, which stands in the rule file and is not put into the environment.

variable "cloudtrail_change_alert_threshold" {
  description = "Matches of CloudTrailChanges within its period that raise an alert (CloudTrail configuration changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.cloudtrail_change_alert_threshold >= 1 && var.cloudtrail_change_alert_threshold <= 5000 && floor(var.cloudtrail_change_alert_threshold) == var.cloudtrail_change_alert_threshold, var.cloudtrail_change_alert_threshold == null)
    error_message = "cloudtrail_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "cmk_disabled_or_deleted_alert_threshold" {
  description = "Matches of CMKDisabledOrDeleted within its period that raise an alert (Customer managed KMS keys disabled or scheduled for deletion). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.cmk_disabled_or_deleted_alert_threshold >= 1 && var.cmk_disabled_or_deleted_alert_threshold <= 5000 && floor(var.cmk_disabled_or_deleted_alert_threshold) == var.cmk_disabled_or_deleted_alert_threshold, var.cmk_disabled_or_deleted_alert_threshold == null)
    error_message = "cmk_disabled_or_deleted_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "config_change_alert_threshold" {
  description = "Matches of ConfigChanges within its period that raise an alert (AWS Config configuration changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.config_change_alert_threshold >= 1 && var.config_change_alert_threshold <= 5000 && floor(var.config_change_alert_threshold) == var.config_change_alert_threshold, var.config_change_alert_threshold == null)
    error_message = "config_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "console_sign_in_failure_alert_threshold" {
  description = "Matches of ConsoleSignInFailures within its period that raise an alert (Management Console authentication failures). Default 3; 1 in security-hub."
  type        = number
  default     = null

  validation {
    condition     = try(var.console_sign_in_failure_alert_threshold >= 1 && var.console_sign_in_failure_alert_threshold <= 5000 && floor(var.console_sign_in_failure_alert_threshold) == var.console_sign_in_failure_alert_threshold, var.console_sign_in_failure_alert_threshold == null)
    error_message = "console_sign_in_failure_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "console_sign_in_without_mfa_alert_threshold" {
  description = "Matches of ConsoleSignInWithoutMFA within its period that raise an alert (Management Console sign-in without MFA). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.console_sign_in_without_mfa_alert_threshold >= 1 && var.console_sign_in_without_mfa_alert_threshold <= 5000 && floor(var.console_sign_in_without_mfa_alert_threshold) == var.console_sign_in_without_mfa_alert_threshold, var.console_sign_in_without_mfa_alert_threshold == null)
    error_message = "console_sign_in_without_mfa_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "iam_policy_change_alert_threshold" {
  description = "Matches of IAMPolicyChanges within its period that raise an alert (IAM policy changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.iam_policy_change_alert_threshold >= 1 && var.iam_policy_change_alert_threshold <= 5000 && floor(var.iam_policy_change_alert_threshold) == var.iam_policy_change_alert_threshold, var.iam_policy_change_alert_threshold == null)
    error_message = "iam_policy_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "network_acl_change_alert_threshold" {
  description = "Matches of NetworkACLChanges within its period that raise an alert (Changes to network access control lists). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.network_acl_change_alert_threshold >= 1 && var.network_acl_change_alert_threshold <= 5000 && floor(var.network_acl_change_alert_threshold) == var.network_acl_change_alert_threshold, var.network_acl_change_alert_threshold == null)
    error_message = "network_acl_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "network_gateway_change_alert_threshold" {
  description = "Matches of NetworkGatewayChanges within its period that raise an alert (Changes to network gateways). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.network_gateway_change_alert_threshold >= 1 && var.network_gateway_change_alert_threshold <= 5000 && floor(var.network_gateway_change_alert_threshold) == var.network_gateway_change_alert_threshold, var.network_gateway_change_alert_threshold == null)
    error_message = "network_gateway_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "organizations_change_alert_threshold" {
  description = "Matches of OrganizationsChanges within its period that raise an alert (AWS Organizations changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.organizations_change_alert_threshold >= 1 && var.organizations_change_alert_threshold <= 5000 && floor(var.organizations_change_alert_threshold) == var.organizations_change_alert_threshold, var.organizations_change_alert_threshold == null)
    error_message = "organizations_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "resource_creation_in_other_region_alert_threshold" {
  description = "Matches of ResourceCreationInOtherRegion within its period that raise an alert (Resources created outside the home regions). Default 5; no rule of security-hub."
  type        = number
  default     = null

  validation {
    condition     = try(var.resource_creation_in_other_region_alert_threshold >= 1 && var.resource_creation_in_other_region_alert_threshold <= 5000 && floor(var.resource_creation_in_other_region_alert_threshold) == var.resource_creation_in_other_region_alert_threshold, var.resource_creation_in_other_region_alert_threshold == null)
    error_message = "resource_creation_in_other_region_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "root_usage_alert_threshold" {
  description = "Matches of RootUsage within its period that raise an alert (The root user was used). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.root_usage_alert_threshold >= 1 && var.root_usage_alert_threshold <= 5000 && floor(var.root_usage_alert_threshold) == var.root_usage_alert_threshold, var.root_usage_alert_threshold == null)
    error_message = "root_usage_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "route_table_change_alert_threshold" {
  description = "Matches of RouteTableChanges within its period that raise an alert (Route table changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.route_table_change_alert_threshold >= 1 && var.route_table_change_alert_threshold <= 5000 && floor(var.route_table_change_alert_threshold) == var.route_table_change_alert_threshold, var.route_table_change_alert_threshold == null)
    error_message = "route_table_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "s3_bucket_policy_change_alert_threshold" {
  description = "Matches of S3BucketPolicyChanges within its period that raise an alert (S3 bucket policy changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.s3_bucket_policy_change_alert_threshold >= 1 && var.s3_bucket_policy_change_alert_threshold <= 5000 && floor(var.s3_bucket_policy_change_alert_threshold) == var.s3_bucket_policy_change_alert_threshold, var.s3_bucket_policy_change_alert_threshold == null)
    error_message = "s3_bucket_policy_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "security_group_change_alert_threshold" {
  description = "Matches of SecurityGroupChanges within its period that raise an alert (Security group changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.security_group_change_alert_threshold >= 1 && var.security_group_change_alert_threshold <= 5000 && floor(var.security_group_change_alert_threshold) == var.security_group_change_alert_threshold, var.security_group_change_alert_threshold == null)
    error_message = "security_group_change_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "unauthorized_api_call_alert_threshold" {
  description = "Matches of UnauthorizedAPICalls within its period that raise an alert (Unauthorized API calls). Default 10; 1 in security-hub."
  type        = number
  default     = null

  validation {
    condition     = try(var.unauthorized_api_call_alert_threshold >= 1 && var.unauthorized_api_call_alert_threshold <= 5000 && floor(var.unauthorized_api_call_alert_threshold) == var.unauthorized_api_call_alert_threshold, var.unauthorized_api_call_alert_threshold == null)
    error_message = "unauthorized_api_call_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "unauthorized_console_browsing_alert_threshold" {
  description = "Matches of UnauthorizedConsoleBrowsing within its period that raise an alert (Denied reads in the Management Console). Default 100; no rule of security-hub."
  type        = number
  default     = null

  validation {
    condition     = try(var.unauthorized_console_browsing_alert_threshold >= 1 && var.unauthorized_console_browsing_alert_threshold <= 5000 && floor(var.unauthorized_console_browsing_alert_threshold) == var.unauthorized_console_browsing_alert_threshold, var.unauthorized_console_browsing_alert_threshold == null)
    error_message = "unauthorized_console_browsing_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "vpc_change_alert_threshold" {
  description = "Matches of VPCChanges within its period that raise an alert (VPC changes). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.vpc_change_alert_threshold >= 1 && var.vpc_change_alert_threshold <= 5000 && floor(var.vpc_change_alert_threshold) == var.vpc_change_alert_threshold, var.vpc_change_alert_threshold == null)
    error_message = "vpc_change_alert_threshold: want a whole number from 1 to 5000."
  }
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
    root_usage                        = var.root_usage_alert_threshold
    route_table_change                = var.route_table_change_alert_threshold
    s3_bucket_policy_change           = var.s3_bucket_policy_change_alert_threshold
    security_group_change             = var.security_group_change_alert_threshold
    unauthorized_api_call             = var.unauthorized_api_call_alert_threshold
    unauthorized_console_browsing     = var.unauthorized_console_browsing_alert_threshold
    vpc_change                        = var.vpc_change_alert_threshold
  }
}
