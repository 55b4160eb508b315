# Alarms on the detector itself, the dashboard, and the filters for compliance.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  sns_topic_arn  = "arn:aws:sns:ap-northeast-1:111122223333:security-notify"
  log_group_name = "/aws/trail/main-cloudtrail"
}

run "alarms" {
  assert {
    condition = output.alarm_names == tolist([for name in [
      "AsyncEventsDropped", "Closings", "DeadLetterQueue", "DeliveryErrors", "DeliveryThrottling", "DestinationDeliveryFailures",
      "Diverted", "Early", "Errors", "ReadUnits", "Refused", "RejectedPayloads", "RetryQueue", "Silence", "Skewed", "Throttles", "Uncounted",
      "WriteUnits",
    ] : "Trail-Notify-Detector-${name}"])
    error_message = "The alarms are ${join(", ", output.alarm_names)}."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.trouble), values(aws_cloudwatch_metric_alarm.computed), aws_cloudwatch_metric_alarm.dead_letter, aws_cloudwatch_metric_alarm.silence, aws_cloudwatch_metric_alarm.closings) : toset(alarm.alarm_actions) == toset([var.sns_topic_arn])])
    error_message = "An alarm does not ring into the topic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.silence[0].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.silence[0].metric_name == "Records" && aws_cloudwatch_metric_alarm.silence[0].dimensions == tomap({ Deployment = "Trail-Notify" }) && aws_cloudwatch_metric_alarm.silence[0].evaluation_periods * aws_cloudwatch_metric_alarm.silence[0].period == 180 * 60
    error_message = "Three hours of silence do not ring."
  }

  # Each of them means that an alert is missing, or that its time is not what CloudTrail wrote: once is enough.
  assert {
    condition = alltrue([for name in ["Diverted", "Early", "Refused", "RejectedPayloads", "Skewed", "Uncounted"] : (
      aws_cloudwatch_metric_alarm.trouble[name].namespace == "trailnotify" &&
      aws_cloudwatch_metric_alarm.trouble[name].metric_name == name &&
      aws_cloudwatch_metric_alarm.trouble[name].dimensions == tomap({ Deployment = "Trail-Notify" }) &&
      aws_cloudwatch_metric_alarm.trouble[name].statistic == "Sum" &&
      aws_cloudwatch_metric_alarm.trouble[name].comparison_operator == "GreaterThanOrEqualToThreshold" &&
      aws_cloudwatch_metric_alarm.trouble[name].threshold == 1 &&
      aws_cloudwatch_metric_alarm.trouble[name].evaluation_periods == 1 &&
      aws_cloudwatch_metric_alarm.trouble[name].treat_missing_data == "notBreaching"
    )])
    error_message = "One of the function's own metrics does not ring at once."
  }

  # An invocation that only waits for another one's lease has to fail to come again. Not written means none of them.
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.computed["Errors"].metric_query : query.expression if query.return_data == true]) == "errors - FILL(contended, 0)" &&
      { for query in aws_cloudwatch_metric_alarm.computed["Errors"].metric_query : query.id => [query.metric[0].namespace, query.metric[0].metric_name, query.metric[0].dimensions, query.metric[0].stat, query.metric[0].period] if length(query.metric) > 0 } == {
        errors    = ["AWS/Lambda", "Errors", tomap({ FunctionName = "Trail-Notify-Detector" }), "Sum", 300]
        contended = ["trailnotify", "Contended", tomap({ Deployment = "Trail-Notify" }), "Sum", 300]
      } &&
      aws_cloudwatch_metric_alarm.computed["Errors"].evaluation_periods == 3 && aws_cloudwatch_metric_alarm.computed["Errors"].datapoints_to_alarm == 2
    )
    error_message = "The alarm on errors is ${jsonencode(aws_cloudwatch_metric_alarm.computed["Errors"].metric_query)}."
  }

  # A limit counts by the second, and a period has 300 of them.
  assert {
    condition = alltrue([for name, want in {
      WriteUnits = ["used / (240 * 1000)", "ConsumedWriteCapacityUnits"]
      ReadUnits  = ["used / (240 * 2000)", "ConsumedReadCapacityUnits"]
      } : (
      one([for query in aws_cloudwatch_metric_alarm.computed[name].metric_query : query.expression if query.return_data == true]) == want[0] &&
      one([for query in aws_cloudwatch_metric_alarm.computed[name].metric_query : [query.metric[0].namespace, query.metric[0].metric_name, query.metric[0].dimensions, query.metric[0].stat, query.metric[0].period] if length(query.metric) > 0]) ==
      ["AWS/DynamoDB", want[1], tomap({ TableName = "Trail-Notify-Counts" }), "Sum", 300] &&
      aws_cloudwatch_metric_alarm.computed[name].threshold == 1
    )])
    error_message = "The alarms on the table's units are ${jsonencode([for name in ["WriteUnits", "ReadUnits"] : aws_cloudwatch_metric_alarm.computed[name].metric_query])}."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.detector) + length(aws_cloudwatch_log_metric_filter.compliance) + length(aws_sns_topic.compliance) == 0
    error_message = "There is a dashboard or a compliance filter that nobody asked for."
  }
}

run "alarms_ring_into_a_topic_of_their_own" {
  variables {
    alarm_topic_arn = "arn:aws:sns:ap-northeast-1:111122223333:operations"
  }

  assert {
    condition     = toset(aws_cloudwatch_metric_alarm.silence[0].alarm_actions) == toset(["arn:aws:sns:ap-northeast-1:111122223333:operations"])
    error_message = "The alarm on silence rings elsewhere."
  }
}

run "without_metrics_no_alarm_waits_for_them" {
  variables {
    metrics = "off"
  }

  assert {
    condition = output.alarm_names == tolist([for name in [
      "AsyncEventsDropped", "DeadLetterQueue", "DeliveryErrors", "DeliveryThrottling", "DestinationDeliveryFailures",
      "Errors", "ReadUnits", "RetryQueue", "Throttles", "WriteUnits",
    ] : "Trail-Notify-Detector-${name}"])
    error_message = "The alarms are ${join(", ", output.alarm_names)}."
  }

  assert {
    condition     = toset([for query in aws_cloudwatch_metric_alarm.computed["Errors"].metric_query : coalesce(query.expression, query.id)]) == toset(["FILL(errors, 0)", "errors"])
    error_message = "The alarm on errors waits for a metric that is switched off."
  }
}

run "closing_messages" {
  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.tick.input) == { trailnotify = "tick" } && aws_cloudwatch_event_target.tick.arn == aws_lambda_function.detector.arn && aws_lambda_permission.tick.source_arn == aws_cloudwatch_event_rule.tick.arn && aws_cloudwatch_event_rule.tick.schedule_expression == "rate(5 minutes)"
    error_message = "The schedule does not ask the function."
  }

  # A tick that could look always writes the metric, so that a missing one rings too.
  assert {
    condition     = aws_cloudwatch_metric_alarm.closings[0].metric_name == "OldestDue" && aws_cloudwatch_metric_alarm.closings[0].dimensions == tomap({ Deployment = "Trail-Notify" }) && aws_cloudwatch_metric_alarm.closings[0].statistic == "Maximum" && aws_cloudwatch_metric_alarm.closings[0].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.closings[0].threshold == 1800
    error_message = "A closing message that can't be sent, or a schedule that is gone, does not ring."
  }
}

run "canary" {
  variables {
    canary = true
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.canary[0].input) == { trailnotify = "canary" } && aws_cloudwatch_event_target.canary[0].arn == aws_lambda_function.detector.arn && aws_lambda_permission.canary[0].source_arn == aws_cloudwatch_event_rule.canary[0].arn
    error_message = "The schedule does not ask the function."
  }

  assert {
    condition     = contains(local.permissions[1].Resource, aws_sns_topic.canary[0].arn) && contains(output.alarm_names, "Trail-Notify-Detector-Canary")
    error_message = "The function may not publish the canary's alert, or nobody misses it."
  }
}

run "dashboard" {
  variables {
    dashboard = true
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.detector[0].dashboard_body).widgets) == 9
    error_message = "The dashboard is ${aws_cloudwatch_dashboard.detector[0].dashboard_body}."
  }

  assert {
    condition = length(setsubtract(
      ["Spent", "Refused", "Diverted", "Skewed", "Early", "Uncounted", "Contended", "Closings", "ClosingsLeft", "ClosingsForgotten", "OldestDue"],
      flatten([for widget in jsondecode(aws_cloudwatch_dashboard.detector[0].dashboard_body).widgets : [for metric in widget.properties.metrics : metric[1] if metric[0] == "trailnotify"]]),
    )) == 0
    error_message = "The dashboard lacks a metric: ${aws_cloudwatch_dashboard.detector[0].dashboard_body}."
  }
}

run "compliance" {
  variables {
    compliance_metric_filters = true
  }

  assert {
    condition     = toset([for control in local.controls : control.control]) == toset([for n in range(1, 15) : "CloudWatch.${n}"])
    error_message = "The controls are not CloudWatch.1 to .14."
  }

  assert {
    condition     = alltrue([for name, filter in aws_cloudwatch_log_metric_filter.compliance : filter.log_group_name == var.log_group_name && filter.pattern == local.controls[name].pattern])
    error_message = "A metric filter differs from its control."
  }

  # CloudWatch.15 and .17 ask for an action for the state ALARM, and for actions that are switched on.
  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.compliance : alarm.metric_name == "Trail-Notify-Compliance-${name}" && alarm.namespace == "Trail-Notify-Compliance" && toset(alarm.alarm_actions) == toset([aws_sns_topic.compliance[0].arn]) && coalesce(alarm.actions_enabled, true)])
    error_message = "An alarm does not fit its metric filter, or does not ring into the topic for compliance."
  }

  assert {
    condition     = aws_sns_topic_subscription.compliance[0].topic_arn == aws_sns_topic.compliance[0].arn && aws_sns_topic_subscription.compliance[0].protocol == "sqs"
    error_message = "The topic has no subscriber, which the controls ask for."
  }
}
