# The two that are always needed.

variable "sns_topic_arn" {
  description = "ARN of the SNS topic that alerts are published to: a standard topic of this region, in this account or another."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.sns_topic_arn))
    error_message = "sns_topic_arn: want arn:aws:sns:REGION:ACCOUNT:NAME of a standard topic; a FIFO topic (.fifo) can't be used."
  }
}

variable "log_group_name" {
  description = "Name of the CloudWatch Logs group that CloudTrail writes to, in this account and region unless `subscribe` is false."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_./#-]{1,512}$", var.log_group_name))
    error_message = "log_group_name: want the name of a log group, such as /aws/trail/main, not its ARN."
  }
}

# Names and package.

variable "name" {
  description = "Prefix of every name that the module creates, and the name of the deployment in alerts and metrics. Change it to have two deployments in one account."
  type        = string
  default     = "Trail-Notify"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,29}$", var.name))
    error_message = "name: want a letter and up to 29 letters, digits and hyphens after it."
  }
}

variable "package" {
  description = "Path of the function's package. Default: trailnotify.zip in the module's directory, where `make package` puts it and where the release archive of the module has it."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything that the module creates, in addition to the provider's default tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

# Rules. Their thresholds are at the end.

variable "rule_set" {
  description = "Built-in rules: `default`, `security-hub`, or `none` to have only those of `rules_dir`."
  type        = string
  default     = "default"
  nullable    = false

  validation {
    condition     = contains(["default", "security-hub", "none"], var.rule_set)
    error_message = "rule_set: want default, security-hub or none."
  }
}

variable "rules" {
  description = "Settings of single rules, by the rule's name in settings, such as `vpc_change`: `enabled`; `period`, whole minutes from 1m to 24h; `quiet`, the silence after an alert, from 0 to 168h; `closing`, when a message follows an alert at the end of that: surplus, always or off; `mode`, live, or dry-run to write messages to the log instead of sending them."
  type = map(object({
    enabled = optional(bool)
    period  = optional(string)
    quiet   = optional(string)
    closing = optional(string)
    mode    = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.rules) : can(regex("^[a-z][a-z0-9_]{0,63}$", name))])
    error_message = "rules: want names in settings as keys, such as vpc_change: small letters, digits and underscores."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.period == null || can(regex("^([1-9][0-9]*h)?([1-9][0-9]*m)?$", rule.period)) && rule.period != ""])
    error_message = "rules: want a period of whole minutes from 1m to 24h, such as 5m or 1h30m."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.quiet == null || rule.quiet == "0" || can(regex("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$", rule.quiet)) && rule.quiet != ""])
    error_message = "rules: want a quiet time from 0 to 168h, such as 1h or 30m."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.closing == null ? true : contains(["surplus", "always", "off"], rule.closing)])
    error_message = "rules: want closing to be surplus, always or off."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.mode == null ? true : contains(["live", "dry-run"], rule.mode)])
    error_message = "rules: want mode to be live or dry-run."
  }
}

variable "rules_dir" {
  description = "Directory of own rule and exception files inside the package, layered over `rule_set`. `make package RULES=DIR` puts DIR there as `rules`."
  type        = string
  default     = null

  validation {
    condition     = var.rules_dir == null ? true : can(regex("^(/opt/)?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$", var.rules_dir)) && !strcontains(var.rules_dir, "..")
    error_message = "rules_dir: want a path inside the package, such as rules, or of a layer, /opt/rules."
  }
}

variable "accounts_file" {
  description = "YAML file inside the package that maps account IDs to names for alerts. `make package ACCOUNTS=FILE` puts FILE there as `accounts.yaml`."
  type        = string
  default     = null

  validation {
    condition     = var.accounts_file == null ? true : can(regex("^(/opt/)?[A-Za-z0-9_./-]+\\.ya?ml$", var.accounts_file)) && !strcontains(var.accounts_file, "..")
    error_message = "accounts_file: want the path of a .yaml file inside the package, such as accounts.yaml."
  }
}

variable "home_regions" {
  description = "Regions in which resources are expected, for the rule ResourceCreationInOtherRegion. Default: the region of the function."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.home_regions : can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", region))])
    error_message = "home_regions: want names of regions, such as ap-northeast-1."
  }
}

# Alerts.

variable "severity_topics" {
  description = "Topics for alerts of single severities (critical, high, medium, low, info) instead of `sns_topic_arn`; `format` as `alert_format`."
  type = map(object({
    sns_topic_arn = string
    format        = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.severity_topics), ["critical", "high", "medium", "low", "info"])) == 0
    error_message = "severity_topics: want critical, high, medium, low or info as keys."
  }

  validation {
    condition     = alltrue([for topic in values(var.severity_topics) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", topic.sns_topic_arn))])
    error_message = "severity_topics: want arn:aws:sns:REGION:ACCOUNT:NAME of standard topics."
  }

  validation {
    condition     = alltrue([for topic in values(var.severity_topics) : topic.format == null ? true : contains(["auto", "chat", "text", "json", "cloudwatch-alarm"], topic.format)])
    error_message = "severity_topics: want the format auto, chat, text, json or cloudwatch-alarm."
  }
}

variable "alert_format" {
  description = "Form of alerts: `auto` (chat for https subscribers, text for e-mail, JSON for the rest), `chat`, `text`, `json` or `cloudwatch-alarm`."
  type        = string
  default     = "auto"
  nullable    = false

  validation {
    condition     = contains(["auto", "chat", "text", "json", "cloudwatch-alarm"], var.alert_format)
    error_message = "alert_format: want auto, chat, text, json or cloudwatch-alarm."
  }
}

variable "alert_language" {
  description = "Language of alerts: `en` or `ja`."
  type        = string
  default     = "en"
  nullable    = false

  validation {
    condition     = contains(["en", "ja"], var.alert_language)
    error_message = "alert_language: want en or ja."
  }
}

variable "alert_time_zone" {
  description = "IANA name of the time zone that alerts show with UTC, such as Asia/Tokyo."
  type        = string
  default     = "UTC"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$", var.alert_time_zone))
    error_message = "alert_time_zone: want an IANA name, such as Asia/Tokyo."
  }
}

# Delivery.

variable "filter_pattern" {
  description = "Pattern of the subscription filter. Default: everything. A narrower one saves invocations, and hides what it leaves out from every rule."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.filter_pattern) <= 1024
    error_message = "filter_pattern: want at most 1,024 characters, the limit of CloudWatch Logs."
  }
}

variable "subscribe" {
  description = "Whether to make the subscription filter. False where it is made elsewhere: in the account that holds the log group, or by whoever owns a shared Kinesis stream."
  type        = bool
  default     = true
  nullable    = false
}

variable "kinesis" {
  description = "Read from a Kinesis data stream instead of being invoked by CloudWatch Logs. `create_stream = true` makes one, `stream_arn` takes one that exists; `kms_key_arn` is the key that the stream is encrypted with, by default `alias/aws/kinesis`. A record that can't be settled is given up after `maximum_age_hours`, by default 6, so that no shard stands still for ever; see `failure_bucket`."
  type = object({
    create_stream          = optional(bool, false)
    stream_arn             = optional(string)
    kms_key_arn            = optional(string)
    retention_hours        = optional(number, 168)
    parallelization_factor = optional(number, 1)
    maximum_age_hours      = optional(number, 6)
  })
  default = null

  validation {
    condition     = var.kinesis == null ? true : var.kinesis.create_stream == (var.kinesis.stream_arn == null)
    error_message = "kinesis: want either create_stream = true or the stream_arn of a stream that exists."
  }

  validation {
    condition     = try(var.kinesis.stream_arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[A-Za-z0-9_.-]+$", var.kinesis.stream_arn))
    error_message = "kinesis.stream_arn: want arn:aws:kinesis:REGION:ACCOUNT:stream/NAME."
  }

  validation {
    condition     = try(var.kinesis.retention_hours >= 24 && var.kinesis.retention_hours <= 8760, var.kinesis == null)
    error_message = "kinesis.retention_hours: want 24 to 8760."
  }

  validation {
    condition     = try(var.kinesis.parallelization_factor >= 1 && var.kinesis.parallelization_factor <= 10, var.kinesis == null)
    error_message = "kinesis.parallelization_factor: want 1 to 10."
  }

  validation {
    condition     = try(var.kinesis.maximum_age_hours >= 1 && var.kinesis.maximum_age_hours <= 168 && floor(var.kinesis.maximum_age_hours) == var.kinesis.maximum_age_hours, var.kinesis == null)
    error_message = "kinesis.maximum_age_hours: want a whole number from 1 to 168."
  }

  validation {
    condition     = try(!var.kinesis.create_stream || var.kinesis.maximum_age_hours < var.kinesis.retention_hours, var.kinesis == null)
    error_message = "kinesis.maximum_age_hours: want less than retention_hours, or the stream forgets records before they are given up."
  }
}

variable "failure_bucket" {
  description = "With `kinesis`: S3 bucket of this account that keeps the records that were given up; `kms_key_arn` is the key that it is encrypted with. Default: a queue, which keeps only pointers to the records in the stream."
  type = object({
    name        = string
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.failure_bucket == null ? true : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.failure_bucket.name))
    error_message = "failure_bucket.name: want the name of a bucket, such as security-discarded, not its ARN."
  }

  validation {
    condition     = try(var.failure_bucket.kms_key_arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.failure_bucket.kms_key_arn))
    error_message = "failure_bucket.kms_key_arn: want arn:aws:kms:REGION:ACCOUNT:key/ID; an alias can't be used."
  }
}

variable "log_owners" {
  description = "IDs of the accounts that may own the log group. Default: this account. The function rejects batches of others."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.log_owners : can(regex("^[0-9]{12}$", id))])
    error_message = "log_owners: want account IDs of 12 digits, as strings."
  }
}

# What companies ask of every function.

variable "create_role" {
  description = "Whether to make the role of the function. False where somebody else makes it: `role_arn` says which one, and the output `role_policy` what it has to be allowed."
  type        = bool
  default     = true
  nullable    = false
}

variable "role_arn" {
  description = "With `create_role = false`: ARN of the role of the function."
  type        = string
  default     = null

  validation {
    condition     = var.role_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", var.role_arn))
    error_message = "role_arn: want arn:aws:iam::ACCOUNT:role/NAME."
  }
}

variable "role_path" {
  description = "Path of every role that the module makes."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9_+=,.@-]+/)*$", var.role_path)) && length(var.role_path) <= 512
    error_message = "role_path: want a path that begins and ends with a slash, such as /security/."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the permissions of every role that the module makes. It has to allow what the output `role_policy` says."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9_+=,.@/-]+$", var.permissions_boundary))
    error_message = "permissions_boundary: want arn:aws:iam::ACCOUNT:policy/NAME."
  }
}

variable "vpc" {
  description = "Subnets and security groups to run the function in. From there it has to reach DynamoDB, SNS and, with `canary`, STS, through endpoints or a NAT gateway. Default: no VPC; the function has no address at which it could be reached."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : try(length(var.vpc.subnet_ids) > 0 && alltrue([for id in var.vpc.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))]), false)
    error_message = "vpc.subnet_ids: want at least one ID, such as subnet-0a1b2c3d."
  }

  validation {
    condition     = var.vpc == null ? true : try(length(var.vpc.security_group_ids) > 0 && alltrue([for id in var.vpc.security_group_ids : can(regex("^sg-[0-9a-f]+$", id))]), false)
    error_message = "vpc.security_group_ids: want at least one ID, such as sg-0a1b2c3d."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB. The largest payloads need most of the default, and Lambda gives CPU in proportion."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.memory_size >= 256 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "memory_size: want a whole number from 256 to 10240; the largest payloads don't fit into less."
  }
}

variable "timeout" {
  description = "Seconds that an invocation may take."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.timeout >= 30 && var.timeout <= 300 && floor(var.timeout) == var.timeout
    error_message = "timeout: want a whole number from 30 to 300."
  }
}

variable "tracing" {
  description = "Whether Lambda sends traces of invocations to X-Ray."
  type        = bool
  default     = false
  nullable    = false
}

variable "code_signing_config_arn" {
  description = "ARN of the code signing configuration that the package has to pass. You sign the package: the one of a release has checksums, no signature of AWS Signer."
  type        = string
  default     = null

  validation {
    condition     = var.code_signing_config_arn == null ? true : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:code-signing-config:csc-[a-z0-9]+$", var.code_signing_config_arn))
    error_message = "code_signing_config_arn: want arn:aws:lambda:REGION:ACCOUNT:code-signing-config:csc-ID."
  }
}

# The function and what it keeps.

variable "reserved_concurrency" {
  description = "Concurrency reserved for the function, which also caps it. Default: none reserved."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null ? true : var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "reserved_concurrency: want a whole number of at least 1; 0 would stop the function."
  }
}

variable "log_retention_days" {
  description = "How long the function's own log is kept, in days."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days: want a number of days that CloudWatch Logs accepts: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400 and some more up to 3653."
  }
}

variable "log_level" {
  description = "Level of the function's own log: `debug`, `info`, `warn` or `error`."
  type        = string
  default     = "info"
  nullable    = false

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "log_level: want debug, info, warn or error."
  }
}

variable "point_in_time_recovery" {
  description = "Whether the table keeps continuous backups. Counts are needed for 35 days and can be counted anew from the log, so that most do without."
  type        = bool
  default     = false
  nullable    = false
}

variable "max_write_units" {
  description = "Write request units a second that the table takes at most, which bounds its bill: all of the default, all month, would be 1,620 USD in us-east-1. What is beyond is throttled and delivered again. An alarm rings at 80 %. To lift the bound, give the account's quota, 40,000 unless raised."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.max_write_units >= 10 && floor(var.max_write_units) == var.max_write_units
    error_message = "max_write_units: want a whole number from 10."
  }
}

variable "max_read_units" {
  description = "Read request units a second that the table gives at most, as `max_write_units`: all of the default, all month, would be 648 USD in us-east-1."
  type        = number
  default     = 2000
  nullable    = false

  validation {
    condition     = var.max_read_units >= 10 && floor(var.max_read_units) == var.max_read_units
    error_message = "max_read_units: want a whole number from 10."
  }
}

variable "deletion_protection" {
  description = "Whether the table is protected from being deleted. To remove the module, apply false first."
  type        = bool
  default     = true
  nullable    = false
}

variable "table_admins" {
  description = "ARNs of IAM roles and users that may write to the table in addition to the function, `*` for a part of a name allowed. All others of the account are denied, whatever their own policies allow."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.table_admins : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9_+=,.@/*-]*[A-Za-z0-9][A-Za-z0-9_+=,.@/*-]*)$", arn))])
    error_message = "table_admins: want arn:aws:iam::ACCOUNT:role/NAME, user/NAME or root. Sessions have the ARN of their role; role/* would admit everybody."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for the table, the queues and the function's log group. Default: keys that AWS owns. The key's policy has to allow CloudWatch Logs to use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn: want arn:aws:kms:REGION:ACCOUNT:key/ID; an alias can't be used."
  }
}

variable "sns_kms_key_arns" {
  description = "ARNs of the KMS keys that the topics are encrypted with."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.sns_kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", arn))])
    error_message = "sns_kms_key_arns: want arn:aws:kms:REGION:ACCOUNT:key/ID; an alias can't be used."
  }
}

# Watching the detector itself.

variable "alarm_topic_arn" {
  description = "ARN of the SNS topic for the alarms on the detector itself, in this region. Default: `sns_topic_arn`. Only a topic of its own can tell that `sns_topic_arn` refuses alerts."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null ? true : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn: want arn:aws:sns:REGION:ACCOUNT:NAME of a standard topic."
  }
}

variable "silence_minutes" {
  description = "Minutes without a single record after which the alarm on silence rings, in steps of 5. Longer for a quiet account."
  type        = number
  default     = 180
  nullable    = false

  validation {
    condition     = var.silence_minutes >= 15 && var.silence_minutes <= 1440 && var.silence_minutes % 5 == 0
    error_message = "silence_minutes: want 15 to 1440, in steps of 5."
  }
}

variable "metrics" {
  description = "Metrics of the deployment: `basic`, `rules` for matches and alerts per rule besides, or `off`, which also leaves out the alarms on silence and on what the function itself counts as trouble."
  type        = string
  default     = "basic"
  nullable    = false

  validation {
    condition     = contains(["basic", "rules", "off"], var.metrics)
    error_message = "metrics: want basic, rules or off."
  }
}

variable "canary" {
  description = "Whether a canary proves the whole way every 15 minutes: a harmless call of the function that has to come back as an alert, on a topic of its own; an alarm rings when it does not."
  type        = bool
  default     = false
  nullable    = false
}

variable "control" {
  description = "The one role that may mute alerts, by the alias `control` of the function; with `chat`, Amazon Q gets the command `trailnotify-mute` for channels of that role. Default: nobody may."
  type = object({
    role_arn = string
    chat     = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.control == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", var.control.role_arn))
    error_message = "control.role_arn: want the ARN of a role, such as arn:aws:iam::111122223333:role/on-call."
  }
}

variable "dashboard" {
  description = "Whether to make a CloudWatch dashboard of records, matches, alerts, delivery and queues."
  type        = bool
  default     = false
  nullable    = false
}

variable "compliance_metric_filters" {
  description = "Whether to make the metric filters and alarms that the Security Hub controls CloudWatch.1 to .14 look for. They ring into a topic that nobody reads; MIGRATION.md says what they cost."
  type        = bool
  default     = false
  nullable    = false
}

# Thresholds, one a rule. Null means the default, which is in the rule file
# and is not put into the environment.

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
  description = "Matches of ConsoleSignInFailures within its period that raise an alert (Sign-ins failed). Default 3; 1 in security-hub."
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

variable "root_sign_in_alert_threshold" {
  description = "Matches of RootSignIns within its period that raise an alert (The root user signed in to the Management Console). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.root_sign_in_alert_threshold >= 1 && var.root_sign_in_alert_threshold <= 5000 && floor(var.root_sign_in_alert_threshold) == var.root_sign_in_alert_threshold, var.root_sign_in_alert_threshold == null)
    error_message = "root_sign_in_alert_threshold: want a whole number from 1 to 5000."
  }
}

variable "root_sign_in_failure_alert_threshold" {
  description = "Matches of RootSignInFailures within its period that raise an alert (A sign-in as the root user failed). Default 1."
  type        = number
  default     = null

  validation {
    condition     = try(var.root_sign_in_failure_alert_threshold >= 1 && var.root_sign_in_failure_alert_threshold <= 5000 && floor(var.root_sign_in_failure_alert_threshold) == var.root_sign_in_failure_alert_threshold, var.root_sign_in_failure_alert_threshold == null)
    error_message = "root_sign_in_failure_alert_threshold: want a whole number from 1 to 5000."
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
