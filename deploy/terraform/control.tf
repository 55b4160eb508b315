# Mutes are taken from those who may invoke the alias "control": IAM can't look into a payload, but it knows an alias.
# The alias is always that of the function as it is, since what counts is who may use it.

resource "aws_lambda_alias" "control" {
  count = var.control == null ? 0 : 1

  name             = "control"
  description      = "Takes mutes: see mute in the README"
  function_name    = aws_lambda_function.detector.function_name
  function_version = "$LATEST"
}

resource "aws_lambda_permission" "control" {
  count = var.control == null ? 0 : 1

  statement_id  = "${var.name}-Control"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.detector.function_name
  qualifier     = aws_lambda_alias.control[0].name
  principal     = var.control.role_arn
}

# "@Amazon Q run trailnotify-mute RootUsage 4h" in a channel whose role is that of control. The AWS provider has no
# resource for it, so CloudFormation makes it.
resource "aws_cloudformation_stack" "chat" {
  count = try(var.control.chat, false) ? 1 : 0

  name = "${var.name}-Chat"
  tags = var.tags
  template_body = jsonencode({
    Resources = {
      Mute = {
        Type = "AWS::Chatbot::CustomAction"
        Properties = {
          ActionName = "${var.name}-Mute"
          AliasName  = "trailnotify-mute"
          Definition = { CommandText = local.chat_command }
        }
      }
    }
  })

  lifecycle {
    precondition {
      condition     = length(local.chat_command) <= 100
      error_message = "control.chat: the command has ${length(local.chat_command)} characters, and Amazon Q takes 100. Choose a name of 20 characters or fewer."
    }
  }
}

locals {
  chat_command = "lambda invoke --function-name ${local.detector}:control --payload {\"mute\":\"$rule $for\"}"
}
