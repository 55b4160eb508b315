locals {
  widgets = concat(
    [
      { title = "Records, matches and alerts", stat = "Sum", metrics = [
        ["trailnotify", "Records", "Deployment", var.name],
        ["trailnotify", "Matches", "Deployment", var.name],
        ["trailnotify", "Spent", "Deployment", var.name],
        ["trailnotify", "Alerts", "Deployment", var.name, { yAxis = "right" }],
      ] },
      { title = "Excepted and rejected", stat = "Sum", metrics = [
        ["trailnotify", "Excepted", "Deployment", var.name],
        ["trailnotify", "Rejected", "Deployment", var.name],
        ["trailnotify", "RejectedPayloads", "Deployment", var.name],
      ] },
      { title = "Closing messages", stat = "Sum", metrics = [
        ["trailnotify", "Closings", "Deployment", var.name],
        ["trailnotify", "ClosingsLeft", "Deployment", var.name],
        ["trailnotify", "ClosingsForgotten", "Deployment", var.name],
        ["trailnotify", "OldestDue", "Deployment", var.name, { stat = "Maximum", yAxis = "right" }],
      ] },
      { title = "Alerts that SNS refuses", stat = "Sum", metrics = [
        ["trailnotify", "Refused", "Deployment", var.name],
        ["trailnotify", "Diverted", "Deployment", var.name],
      ] },
      { title = "Records whose time is in doubt", stat = "Sum", metrics = [
        ["trailnotify", "Skewed", "Deployment", var.name],
        ["trailnotify", "Early", "Deployment", var.name],
        ["trailnotify", "Uncounted", "Deployment", var.name],
      ] },
      { title = "How late records are (seconds)", stat = "Maximum", metrics = [
        ["trailnotify", "Lateness", "Deployment", var.name],
      ] },
      { title = "The function", stat = "Sum", metrics = [
        ["AWS/Lambda", "Invocations", "FunctionName", local.detector],
        ["AWS/Lambda", "Errors", "FunctionName", local.detector, { yAxis = "right" }],
        ["trailnotify", "Contended", "Deployment", var.name, { yAxis = "right" }],
        ["AWS/Lambda", "Throttles", "FunctionName", local.detector, { yAxis = "right" }],
      ] },
    ],
    local.direct ? [
      { title = "Queues", stat = "Maximum", metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${var.name}-Retry"],
        ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", "${var.name}-Retry"],
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${var.name}-DeadLetter"],
      ] },
      ] : [
      { title = "Behind the stream (ms)", stat = "Maximum", metrics = [
        ["AWS/Lambda", "IteratorAge", "FunctionName", local.detector],
      ] },
    ],
    [
      { title = "The table", stat = "Sum", metrics = [
        ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", local.table],
        ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", local.table],
      ] },
    ],
  )
}

resource "aws_cloudwatch_dashboard" "detector" {
  count = var.dashboard ? 1 : 0

  dashboard_name = local.detector
  dashboard_body = jsonencode({
    widgets = [
      for i, widget in local.widgets : {
        type   = "metric"
        x      = i % 2 * 12
        y      = floor(i / 2) * 6
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = local.region
          view    = "timeSeries"
          period  = 300
          stat    = widget.stat
          metrics = widget.metrics
        }
      }
    ]
  })
}
