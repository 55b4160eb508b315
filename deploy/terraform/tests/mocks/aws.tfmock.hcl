# An account for the tests. The ARNs are well-formed, as the provider asks.

mock_data "aws_caller_identity" {
  defaults = { account_id = "111122223333" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
}

mock_data "aws_region" {
  defaults = { region = "ap-northeast-1" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/aws/lambda/Trail-Notify-Detector" }
}

mock_resource "aws_dynamodb_table" {
  defaults = { arn = "arn:aws:dynamodb:ap-northeast-1:111122223333:table/Trail-Notify-Counts" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::111122223333:role/Trail-Notify-Detector" }
}

mock_resource "aws_kinesis_stream" {
  defaults = { arn = "arn:aws:kinesis:ap-northeast-1:111122223333:stream/Trail-Notify-Records" }
}

mock_resource "aws_kms_key" {
  defaults = { arn = "arn:aws:kms:ap-northeast-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666" }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = { arn = "arn:aws:events:ap-northeast-1:111122223333:rule/Trail-Notify-Canary" }
}

mock_resource "aws_cloudwatch_log_destination" {
  defaults = { arn = "arn:aws:logs:ap-northeast-1:111122223333:destination:Trail-Notify-Records" }
}

mock_resource "aws_lambda_function" {
  defaults = { arn = "arn:aws:lambda:ap-northeast-1:111122223333:function:Trail-Notify-Detector" }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:ap-northeast-1:111122223333:Trail-Notify-Canary" }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:ap-northeast-1:111122223333:Trail-Notify-Retry"
    url = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/Trail-Notify-Retry"
  }
}
