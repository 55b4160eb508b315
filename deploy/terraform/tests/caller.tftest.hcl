mock_provider "aws" {
  source = "./tests/mocks"
}

# deploy-check holds the names in this plan to those in README.md.
run "two_arguments_are_enough" {
  command = plan

  module {
    source = "./tests/caller"
  }

  assert {
    condition     = output.function_name == "Trail-Notify-Detector"
    error_message = "The function is ${output.function_name}."
  }

  assert {
    condition     = length(output.alarm_names) == 18 && alltrue([for name in output.alarm_names : startswith(name, "Trail-Notify-")])
    error_message = "The alarms are ${join(", ", output.alarm_names)}."
  }
}
