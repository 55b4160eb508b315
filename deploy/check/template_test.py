"""Assertions on the SAM template as the SAM translator expands it, without the CLI.

What a template says and what CloudFormation gets differ: roles, permissions and policies that nobody wrote can come
out of the translation. These tests look at what comes out.
"""

import json
import pathlib
import re
import unittest
from unittest import mock

from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

SAM = pathlib.Path(__file__).parent.parent / "sam"


def translate(name):
    template = yaml_parse((SAM / name).read_text(encoding="utf-8"))
    template["Resources"]["Detector"]["Properties"]["CodeUri"] = "s3://bucket/key"  # as "sam package" makes it
    iam = mock.Mock()  # no policy is taken from AWS by its name
    iam.get_paginator.side_effect = AssertionError("the template names a managed policy")
    with mock.patch.dict("os.environ", {"AWS_DEFAULT_REGION": "eu-west-1"}):
        return transform(template, {}, ManagedPolicyLoader(iam))


def walk(node):
    yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child)


class Template(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.template = translate("template.yaml")
        cls.resources = cls.template["Resources"]

    def of(self, kind):
        return {name: r for name, r in self.resources.items() if r["Type"] == kind}

    def properties(self, name):
        return self.resources[name]["Properties"]

    def test_nothing_is_added_by_the_translation(self):
        written = yaml_parse((SAM / "template.yaml").read_text(encoding="utf-8"))["Resources"]
        self.assertEqual(set(self.resources), set(written))

    def test_function(self):
        function = self.properties("Detector")
        self.assertEqual(function["Architectures"], ["arm64"])
        self.assertEqual(function["Runtime"], "provided.al2023")
        self.assertEqual(function["Timeout"], 60)
        self.assertEqual(function["Role"], {"Fn::GetAtt": ["Role", "Arn"]})

    def test_permissions_name_their_actions_and_resources(self):
        self.assertEqual(list(self.of("AWS::IAM::Role")), ["Role"])
        role = self.properties("Role")
        self.assertNotIn("ManagedPolicyArns", role)
        self.assertNotIn("Policies", role)  # the table names the role, and the policy names the table
        policy = self.properties("Permissions")
        self.assertEqual(policy["RoleName"], {"Ref": "Role"})
        network = [
            "ec2:AssignPrivateIpAddresses",
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:UnassignPrivateIpAddresses",
        ]
        statements = [s for s in walk(policy["PolicyDocument"]) if isinstance(s, dict) and "Sid" in s]
        self.assertEqual(
            {s["Sid"]: s["Action"] for s in statements},
            {
                "Counts": ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
                "Alerts": ["sns:Publish"],
                "Log": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Retry": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"],
                "Records": [
                    "kinesis:DescribeStream",
                    "kinesis:DescribeStreamSummary",
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                ],
                "DiscardedPointers": ["sqs:SendMessage"],
                "DiscardedRecords": ["s3:PutObject"],
                "DiscardedList": ["s3:ListBucket"],
                "DiscardedKey": ["kms:GenerateDataKey"],
                "TopicKey": ["kms:Decrypt", "kms:GenerateDataKey"],
                "OwnKey": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Network": network,
                "NetworkNotByTheProgram": network,
                "Traces": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
            },
        )
        for statement in statements:
            if statement["Sid"] in ("Network", "NetworkNotByTheProgram", "Traces"):
                continue  # there is no resource to name
            self.assertEqual(statement["Effect"], "Allow")
            self.assertNotEqual(statement["Resource"], "*")
            if statement["Sid"].endswith("Key"):
                self.assertIn("kms:ViaService", statement["Condition"]["StringEquals"])

    def test_what_companies_ask_for_is_left_out_unless_they_ask(self):
        function, role = self.properties("Detector"), self.properties("Role")
        no = {"Ref": "AWS::NoValue"}
        self.assertEqual(role["Path"], {"Ref": "RolePath"})
        self.assertEqual(role["PermissionsBoundary"], {"Fn::If": ["HasBoundary", {"Ref": "PermissionsBoundaryArn"}, no]})
        network = {"SubnetIds": {"Fn::Split": [",", {"Ref": "SubnetIds"}]}, "SecurityGroupIds": {"Fn::Split": [",", {"Ref": "SecurityGroupIds"}]}}
        self.assertEqual(function["VpcConfig"], {"Fn::If": ["HasVpc", network, no]})
        self.assertEqual(function["MemorySize"], {"Ref": "MemorySize"})
        self.assertEqual(function["TracingConfig"], {"Mode": {"Fn::If": ["HasTracing", "Active", "PassThrough"]}})
        self.assertEqual(function["CodeSigningConfigArn"], {"Fn::If": ["HasCodeSigning", {"Ref": "CodeSigningConfigArn"}, no]})
        parameters = {name: self.template["Parameters"][name]["Default"] for name in ("RolePath", "MemorySize", "Tracing")}
        self.assertEqual(parameters, {"RolePath": "/", "MemorySize": 256, "Tracing": "false"})

    def test_what_is_wrong_between_parameters_is_refused(self):
        def holds(node, given):
            (operator, operands), = node.items()
            if operator == "Fn::Equals":
                return given.get(operands[0]["Ref"], "") == operands[1]
            values = [holds(o, given) for o in operands]
            return {"Fn::And": all(values), "Fn::Or": any(values), "Fn::Not": not values[0]}[operator]

        for given, refused in (
            ({}, []),
            ({"SubnetIds": "subnet-0a", "SecurityGroupIds": "sg-0a"}, []),
            ({"SubnetIds": "subnet-0a"}, ["Network"]),
            ({"SecurityGroupIds": "sg-0a"}, ["Network"]),
            ({"FailureBucket": "discarded"}, ["FailureBucket"]),
            ({"FailureBucket": "discarded", "KinesisStreamArn": "arn"}, []),
        ):
            failed = [n for n, rule in self.template["Rules"].items() if not all(holds(a["Assert"], given) for a in rule["Assertions"])]
            self.assertEqual(failed, refused, given)

    def test_the_program_itself_makes_no_network_interfaces(self):
        statements = {s["Sid"]: s for s in walk(self.properties("Permissions")) if isinstance(s, dict) and "Sid" in s}
        allow, deny = statements["Network"], statements["NetworkNotByTheProgram"]
        self.assertEqual((allow["Effect"], deny["Effect"]), ("Allow", "Deny"))
        self.assertEqual(allow["Action"], deny["Action"])
        self.assertEqual(list(deny["Condition"]["ArnEquals"]), ["lambda:SourceFunctionArn"])

    def test_only_this_log_group_of_this_account_may_invoke(self):
        self.assertEqual(set(self.of("AWS::Lambda::Permission")), {"InvokePermission", "TickPermission", "CanaryPermission", "ControlPermission"})
        permission = self.properties("InvokePermission")
        self.assertEqual(permission["SourceAccount"], {"Ref": "AWS::AccountId"})
        self.assertTrue(permission["SourceArn"]["Fn::Sub"].endswith(":log-group:${LogGroupName}:*"))
        self.assertEqual(permission["Principal"], {"Fn::Sub": "logs.${AWS::Region}.${AWS::URLSuffix}"})

    def test_the_filter_comes_after_the_permission(self):
        self.assertEqual(self.resources["SubscriptionFilter"]["DependsOn"], "InvokePermission")
        self.assertEqual(self.template["Parameters"]["FilterPattern"]["Default"], "")

    def test_what_fails_comes_back(self):
        config = self.properties("EventInvokeConfig")
        self.assertEqual((config["MaximumEventAgeInSeconds"], config["MaximumRetryAttempts"]), (21600, 2))
        self.assertEqual(config["DestinationConfig"]["OnFailure"]["Destination"], {"Fn::GetAtt": ["Retry", "Arn"]})
        mapping = self.properties("RetryMapping")
        self.assertEqual(mapping["EventSourceArn"], {"Fn::GetAtt": ["Retry", "Arn"]})
        self.assertEqual(mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])
        self.assertEqual((mapping["BatchSize"], mapping["ScalingConfig"]), (1, {"MaximumConcurrency": 5}))
        retry, dead = self.properties("Retry"), self.properties("DeadLetter")
        self.assertGreaterEqual(retry["VisibilityTimeout"], 6 * self.properties("Detector")["Timeout"])
        self.assertEqual(retry["RedrivePolicy"]["maxReceiveCount"], 100)
        self.assertEqual((retry["MaximumMessageSize"], dead["MaximumMessageSize"]), (1 << 20, 1 << 20))
        self.assertEqual((retry["MessageRetentionPeriod"], dead["MessageRetentionPeriod"]), (10 * 86400, 14 * 86400))

    def test_no_record_holds_up_its_shard_for_ever(self):
        mapping = self.properties("KinesisMapping")
        self.assertEqual((mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]), (-1, {"Ref": "MaximumRecordAgeSeconds"}))
        self.assertEqual(self.template["Parameters"]["MaximumRecordAgeSeconds"]["Default"], 6 * 3600)
        self.assertTrue(mapping["BisectBatchOnFunctionError"])
        self.assertEqual(mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])

    def test_what_is_given_up_goes_to_a_bucket_or_to_a_queue_of_its_own(self):
        mapping = self.properties("KinesisMapping")
        bucket = {"Fn::Sub": "arn:${AWS::Partition}:s3:::${FailureBucket}"}
        self.assertEqual(
            mapping["DestinationConfig"]["OnFailure"]["Destination"],
            {"Fn::If": ["KeepsPointers", {"Fn::GetAtt": ["Discarded", "Arn"]}, bucket]},
        )
        self.assertEqual(self.resources["Discarded"]["Condition"], "KeepsPointers")
        self.assertEqual(self.properties("Discarded")["MessageRetentionPeriod"], 14 * 86400)
        queue, mapped = self.properties("DiscardedQueueAlarm"), self.properties("DiscardedAlarm")
        self.assertEqual(self.resources["DiscardedQueueAlarm"]["Condition"], "KeepsPointers")
        self.assertEqual(queue["Dimensions"], [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["Discarded", "QueueName"]}}])
        self.assertEqual(self.resources["DiscardedAlarm"]["Condition"], "KeepsRecords")
        self.assertEqual(mapped["MetricName"], "DroppedEventCount")
        self.assertEqual(mapped["Dimensions"], [{"Name": "EventSourceMappingUUID", "Value": {"Ref": "KinesisMapping"}}])
        self.assertEqual(mapping["MetricsConfig"], {"Metrics": ["EventCount"]})

    def test_table(self):
        table = self.properties("Counts")
        self.assertEqual([k["AttributeName"] for k in table["KeySchema"]], ["pk", "sk"])
        self.assertEqual(table["TimeToLiveSpecification"], {"AttributeName": "exp", "Enabled": True})
        self.assertEqual(table["BillingMode"], "PAY_PER_REQUEST")
        self.assertEqual(
            table["OnDemandThroughput"],
            {"MaxReadRequestUnits": {"Ref": "MaxReadUnits"}, "MaxWriteRequestUnits": {"Ref": "MaxWriteUnits"}},
        )
        for alarm, limit in ("WriteUnitsAlarm", "MaxWriteUnits"), ("ReadUnitsAlarm", "MaxReadUnits"):
            result, used = self.properties(alarm)["Metrics"]
            self.assertEqual(result["Expression"], {"Fn::Sub": "used / (240 * ${%s})" % limit})
            self.assertEqual(used["MetricStat"]["Metric"]["Dimensions"], [{"Name": "TableName", "Value": {"Ref": "Counts"}}])
        self.assertEqual(table["DeletionProtectionEnabled"], {"Ref": "DeletionProtection"})
        self.assertEqual(self.template["Parameters"]["DeletionProtection"]["Default"], "true")

    def test_only_the_function_and_the_admins_of_the_table_write_to_it(self):
        (statement,) = self.properties("Counts")["ResourcePolicy"]["PolicyDocument"]["Statement"]
        self.assertEqual((statement["Effect"], statement["Principal"]), ("Deny", "*"))
        self.assertEqual(
            statement["Action"],
            [
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:PartiQLDelete",
                "dynamodb:PartiQLInsert",
                "dynamodb:PartiQLUpdate",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
            ],
        )
        role = {"Fn::GetAtt": ["Role", "Arn"]}
        both = {"Fn::Split": [",", {"Fn::Join": [",", [role, {"Ref": "TableAdmins"}]]}]}
        self.assertEqual(
            statement["Condition"],
            {
                "ArnNotLike": {"aws:PrincipalArn": {"Fn::If": ["HasTableAdmins", both, role]}},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        )

    def test_what_needs_the_permissions_comes_after_them(self):
        for name in ("Detector", "RetryMapping", "KinesisMapping", "EventInvokeConfig"):
            self.assertIn("Permissions", self.resources[name]["DependsOn"], name)

    def test_every_alarm_rings(self):
        alarms = self.of("AWS::CloudWatch::Alarm")
        self.assertEqual(len(alarms), 22)
        for name, alarm in alarms.items():
            self.assertEqual(alarm["Properties"]["AlarmActions"], [{"Fn::If": ["HasAlarmTopic", {"Ref": "AlarmTopicArn"}, {"Ref": "SnsTopicArn"}]}], name)
        self.assertEqual(self.properties("SilenceAlarm")["TreatMissingData"], "breaching")

    def test_closing_messages_are_asked_for_and_missed(self):
        schedule = self.properties("TickSchedule")
        self.assertEqual(schedule["ScheduleExpression"], "rate(5 minutes)")
        (target,) = schedule["Targets"]
        self.assertEqual((target["Arn"], json.loads(target["Input"])), ({"Fn::GetAtt": ["Detector", "Arn"]}, {"trailnotify": "tick"}))
        self.assertEqual(self.properties("TickPermission")["SourceArn"], {"Fn::GetAtt": ["TickSchedule", "Arn"]})
        alarm = self.properties("ClosingsAlarm")
        self.assertEqual((alarm["MetricName"], alarm["Statistic"], alarm["Threshold"]), ("OldestDue", "Maximum", 1800))
        self.assertEqual(alarm["TreatMissingData"], "breaching")
        self.assertEqual(self.resources["ClosingsAlarm"]["Condition"], "HasMetrics")

    def test_only_one_role_may_mute_if_any(self):
        for name in ("Control", "ControlPermission"):
            self.assertEqual(self.resources[name]["Condition"], "HasControl")
        alias = self.properties("Control")
        self.assertEqual((alias["Name"], alias["FunctionVersion"], alias["FunctionName"]), ("control", "$LATEST", {"Ref": "Detector"}))
        users = {n: r["Properties"] for n, r in self.of("AWS::Lambda::Permission").items()}
        aliased = [n for n, p in users.items() if p["FunctionName"] == {"Ref": "Control"}]
        self.assertEqual(aliased, ["ControlPermission"])
        self.assertEqual(users["ControlPermission"]["Principal"], {"Ref": "ControlRoleArn"})
        self.assertEqual(self.template["Parameters"]["ControlRoleArn"]["Default"], "")
        self.assertFalse([r for r in walk(self.resources["Role"]) if r == "lambda:InvokeFunction"])

    def test_muting_in_chat_fits_into_a_command_and_is_off(self):
        action = self.resources["ChatMuteAction"]
        self.assertEqual(action["Condition"], "HasChatMute")
        self.assertEqual(self.template["Parameters"]["ChatMute"]["Default"], "false")
        command = action["Properties"]["Definition"]["CommandText"]["Fn::Sub"].replace("${Detector}", "a" * 20 + "-Detector")
        self.assertLessEqual(len(command), 100)
        self.assertEqual(command.partition("--payload ")[2], '{"mute":"$rule $for"}')

    def test_what_the_function_counts_as_trouble_rings_at_once(self):
        for metric in ("Diverted", "Early", "Refused", "RejectedPayloads", "Skewed", "Uncounted"):
            alarm = self.resources[metric + "Alarm"]
            self.assertEqual(alarm["Condition"], "HasMetrics", metric)
            p = alarm["Properties"]
            self.assertEqual((p["Namespace"], p["MetricName"], p["Statistic"]), ("trailnotify", metric, "Sum"))
            self.assertEqual(p["Dimensions"], [{"Name": "Deployment", "Value": {"Ref": "Name"}}])
            self.assertEqual((p["ComparisonOperator"], p["Threshold"], p["EvaluationPeriods"]), ("GreaterThanOrEqualToThreshold", 1, 1))
            self.assertEqual(p["TreatMissingData"], "notBreaching")

    def test_an_invocation_that_only_waits_for_a_lease_is_no_error(self):
        p = self.properties("ErrorsAlarm")
        queries = {q["Id"]: q for q in p["Metrics"]}
        self.assertEqual(
            queries["failed"]["Expression"],
            {"Fn::If": ["HasMetrics", "errors - FILL(contended, 0)", "FILL(errors, 0)"]},
        )
        metrics = {i: (q["MetricStat"]["Metric"]["Namespace"], q["MetricStat"]["Metric"]["MetricName"]) for i, q in queries.items() if "MetricStat" in q}
        self.assertEqual(metrics, {"errors": ("AWS/Lambda", "Errors"), "contended": ("trailnotify", "Contended")})
        self.assertEqual([i for i, q in queries.items() if q["ReturnData"]], ["failed"])
        self.assertEqual((p["EvaluationPeriods"], p["DatapointsToAlarm"], p["TreatMissingData"]), (3, 2, "notBreaching"))

    def test_removing_the_stack_removes_everything(self):
        for name, resource in self.resources.items():
            self.assertIn(resource.get("DeletionPolicy", "Delete"), ("Delete",), name)

    def test_the_dashboard_is_json(self):
        body = self.properties("DashboardOfDetector")["DashboardBody"]["Fn::Sub"]
        widgets = json.loads(body)["widgets"]
        self.assertEqual(len(widgets), 9)
        shown = {m[1] for w in widgets for m in w["properties"]["metrics"] if m[0] == "trailnotify"}
        self.assertLessEqual(
            {"Spent", "Refused", "Diverted", "Skewed", "Early", "Uncounted", "Contended", "Closings", "ClosingsLeft", "ClosingsForgotten", "OldestDue"}, shown
        )

    def test_every_parameter_has_a_prompt_and_is_in_a_group(self):
        groups = self.template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
        grouped = [name for group in groups for name in group["Parameters"]]
        self.assertEqual(grouped, list(self.template["Parameters"]))
        for name, parameter in self.template["Parameters"].items():
            self.assertTrue(parameter["Description"], name)
            if "AllowedPattern" in parameter:
                self.assertTrue(parameter["ConstraintDescription"], name)
                self.assertIsNotNone(re.compile(parameter["AllowedPattern"]))
                if "Default" in parameter:
                    self.assertRegex(str(parameter["Default"]), parameter["AllowedPattern"], name)

    def test_a_default_stays_out_of_the_environment(self):
        variables = self.properties("Detector")["Environment"]["Variables"]
        for name, value in variables.items():
            if name in ("TABLE_NAME", "SNS_TOPIC_ARN", "DEPLOYMENT_NAME", "LOG_GROUPS", "LOG_OWNERS", "CANARY_TOPIC_ARN"):
                continue
            condition, yes, no = value["Fn::If"]
            parameter = yes["Ref"]
            self.assertEqual(no, {"Ref": "AWS::NoValue"}, name)
            self.assertEqual(
                self.template["Conditions"][condition],
                {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, self.template["Parameters"][parameter]["Default"]]}]},
                name,
            )

    def test_the_fullest_environment_fits(self):
        longest = {"ARN": "arn:aws:sns:ap-northeast-1:111122223333:" + "x" * 40, "THRESHOLD": "5000"}
        variables = self.properties("Detector")["Environment"]["Variables"]
        size = sum(len(name) + len(longest["ARN"] if "ARN" in name else longest["THRESHOLD"] if name.endswith("THRESHOLD") else "x" * 40) for name in variables)
        self.assertLess(size, 3072)


class Compliance(unittest.TestCase):
    def test_each_control_has_a_filter_and_an_alarm_on_its_metric(self):
        template = yaml_parse((SAM / "compliance.yaml").read_text(encoding="utf-8"))
        resources = template["Resources"]
        filters = {n.removesuffix("Filter"): r for n, r in resources.items() if r["Type"] == "AWS::Logs::MetricFilter"}
        self.assertEqual(len(filters), 14)
        for name, metric_filter in filters.items():
            metric = metric_filter["Properties"]["MetricTransformations"][0]
            alarm = resources[name + "Alarm"]["Properties"]
            self.assertEqual(alarm["MetricName"], metric["MetricName"])
            self.assertEqual(alarm["Namespace"], metric["MetricNamespace"])
            self.assertEqual(alarm["AlarmActions"], [{"Ref": "Topic"}])


if __name__ == "__main__":
    unittest.main()
