# Each example plans.

mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "management"
  source = "./tests/mocks"
}

variables {
  sns_topic_arn         = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name        = "/aws/trail/main-cloudtrail"
  management_account_id = "444455556666"
}

run "simple" {
  command = plan

  module {
    source = "./examples/simple"
  }

  assert {
    condition     = output.function_name == "Trail-Notify-Detector"
    error_message = "The function is ${output.function_name}."
  }
}

run "complete" {
  module {
    source = "./examples/complete"
  }

  assert {
    condition     = output.environment["VPC_CHANGE_ENABLED"] == "false" && output.environment["RULES_DIR"] == "rules"
    error_message = "The environment is ${jsonencode(output.environment)}."
  }
}

run "organisation" {
  command = plan

  module {
    source = "./examples/organisation"
  }

  assert {
    condition     = contains(output.alarm_names, "Trail-Notify-Detector-IteratorAge")
    error_message = "The alarms are ${join(", ", output.alarm_names)}."
  }
}
