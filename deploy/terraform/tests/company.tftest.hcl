# What companies ask of every function: boundaries, paths, networks, signatures.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "nothing_of_it_by_default" {
  assert {
    condition     = aws_lambda_function.detector.memory_size == 256 && aws_lambda_function.detector.timeout == 60 && length(aws_lambda_function.detector.vpc_config) == 0 && length(aws_lambda_function.detector.tracing_config) == 0 && aws_lambda_function.detector.code_signing_config_arn == null
    error_message = "The function is not as it was measured."
  }

  assert {
    condition     = aws_iam_role.detector[0].path == "/" && aws_iam_role.detector[0].permissions_boundary == null && aws_lambda_function.detector.role == aws_iam_role.detector[0].arn
    error_message = "The role is not the usual one."
  }
}

run "every_role_has_the_boundary_and_the_path" {
  variables {
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundaries/functions"
    role_path            = "/security/"
    kinesis              = { create_stream = true }
  }

  assert {
    condition     = alltrue([for role in concat(aws_iam_role.detector, aws_iam_role.subscription) : role.permissions_boundary == "arn:aws:iam::111122223333:policy/boundaries/functions" && role.path == "/security/"])
    error_message = "A role has not the boundary or not the path."
  }
}

run "a_role_that_somebody_else_makes" {
  variables {
    create_role = false
    role_arn    = "arn:aws:iam::111122223333:role/security/detector"
  }

  assert {
    condition     = aws_lambda_function.detector.role == "arn:aws:iam::111122223333:role/security/detector" && length(aws_iam_role.detector) + length(aws_iam_role_policy.detector) == 0 && output.role_name == "detector"
    error_message = "The function does not have the role, or the module makes one besides."
  }

  assert {
    condition     = jsondecode(aws_dynamodb_resource_policy.counts.policy).Statement[0].Condition.ArnNotLike["aws:PrincipalArn"] == ["arn:aws:iam::111122223333:role/security/detector"]
    error_message = "The table does not let the role write."
  }

  # Whoever makes the role needs to know what it has to be allowed.
  assert {
    condition     = jsondecode(output.role_policy).Statement[0].Sid == "Counts" && contains([for statement in jsondecode(output.role_policy).Statement : statement.Sid], "Retry")
    error_message = "The policy is ${output.role_policy}."
  }
}

run "size_time_and_tracing" {
  variables {
    memory_size = 512
    timeout     = 120
    tracing     = true
  }

  assert {
    condition     = aws_lambda_function.detector.memory_size == 512 && aws_lambda_function.detector.timeout == 120 && aws_lambda_function.detector.tracing_config[0].mode == "Active"
    error_message = "An option was not passed on."
  }

  assert {
    condition     = aws_sqs_queue.retry[0].visibility_timeout_seconds == 6 * 120
    error_message = "The retry queue hands a payload out again while the function may still have it."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.detector[0].policy).Statement : statement.Action if statement.Sid == "Traces"]) == ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    error_message = "The function may not write traces."
  }
}

run "a_network_and_a_signature" {
  variables {
    vpc                     = { subnet_ids = ["subnet-0a1b2c3d"], security_group_ids = ["sg-0a1b2c3d"] }
    code_signing_config_arn = "arn:aws:lambda:ap-northeast-1:111122223333:code-signing-config:csc-0a1b2c3d4e5f6a7b8"
  }

  assert {
    condition     = toset(aws_lambda_function.detector.vpc_config[0].subnet_ids) == toset(["subnet-0a1b2c3d"]) && toset(aws_lambda_function.detector.vpc_config[0].security_group_ids) == toset(["sg-0a1b2c3d"]) && aws_lambda_function.detector.code_signing_config_arn == var.code_signing_config_arn
    error_message = "An option was not passed on."
  }

  # Lambda makes the interfaces in the name of the role. The program itself must not.
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.detector[0].policy).Statement : [statement.Effect, statement.Action] if startswith(statement.Sid, "Network")] == jsondecode(jsonencode([
      ["Allow", ["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses"]],
      ["Deny", ["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses"]],
    ]))
    error_message = "The policy is ${aws_iam_role_policy.detector[0].policy}."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.detector[0].policy).Statement : statement.Condition if statement.Sid == "NetworkNotByTheProgram"]) == { ArnEquals = { "lambda:SourceFunctionArn" = ["arn:aws:lambda:ap-northeast-1:111122223333:function:Trail-Notify-Detector"] } }
    error_message = "The policy is ${aws_iam_role_policy.detector[0].policy}."
  }
}
