# Who may mute.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "nobody_by_default" {
  assert {
    condition     = length(aws_lambda_alias.control) + length(aws_lambda_permission.control) + length(aws_cloudformation_stack.chat) == 0
    error_message = "Somebody may mute though nobody asked for it."
  }
}

run "one_role" {
  variables {
    control = { role_arn = "arn:aws:iam::111122223333:role/on-call" }
  }

  assert {
    condition     = aws_lambda_alias.control[0].name == "control" && aws_lambda_alias.control[0].function_version == "$LATEST" && aws_lambda_alias.control[0].function_name == "Trail-Notify-Detector"
    error_message = "The alias is not that of the function as it is."
  }

  assert {
    condition     = aws_lambda_permission.control[0].principal == "arn:aws:iam::111122223333:role/on-call" && aws_lambda_permission.control[0].qualifier == "control" && aws_lambda_permission.control[0].action == "lambda:InvokeFunction"
    error_message = "The alias is not that role's."
  }

  # Everybody else who is given anything is given the function itself, which takes no mutes.
  assert {
    condition     = alltrue([for p in concat(aws_lambda_permission.tick[*], aws_lambda_permission.canary[*]) : p.qualifier == null]) && length(aws_cloudformation_stack.chat) == 0
    error_message = "Others may use the alias."
  }
}

run "in_chat" {
  variables {
    control = { role_arn = "arn:aws:iam::111122223333:role/on-call", chat = true }
  }

  assert {
    condition     = jsondecode(aws_cloudformation_stack.chat[0].template_body).Resources.Mute.Properties.Definition.CommandText == "lambda invoke --function-name Trail-Notify-Detector:control --payload {\"mute\":\"$rule $for\"}"
    error_message = "The command in chat does not mute."
  }
}

run "a_name_too_long_for_chat" {
  command = plan

  variables {
    name    = "Trail-Notify-Of-A-Company"
    control = { role_arn = "arn:aws:iam::111122223333:role/on-call", chat = true }
  }

  expect_failures = [aws_cloudformation_stack.chat]
}

run "a_role_that_is_everybody" {
  command = plan

  variables {
    control = { role_arn = "*" }
  }

  expect_failures = [var.control]
}
