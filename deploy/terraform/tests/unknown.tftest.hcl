mock_provider "aws" {
  source = "./tests/mocks"
}

# What is made depends on which arguments are set, never on their values.
run "a_plan_needs_no_name_that_is_made_with_it" {
  command = plan

  module {
    source = "./tests/unknown"
  }

  assert {
    condition     = contains(output.alarm_names, "Trail-Notify-Detector-Discarded")
    error_message = "The alarms are ${join(", ", output.alarm_names)}."
  }
}
