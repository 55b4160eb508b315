"""The packaged bootstrap runs: it starts with the environment that the templates give it and answers.

Usage: bootstrap_test.py BOOTSTRAP

BOOTSTRAP is the package's program, built for this machine. It runs behind the runtime interface emulator that the SAM
CLI carries, with no AWS behind it: a control message and a payload without a match ask nothing of AWS.
"""

import base64
import gzip
import json
import os
import pathlib
import platform
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import samcli

ENVIRONMENT = {
    "TABLE_NAME": "Trail-Notify-Counts",
    "SNS_TOPIC_ARN": "arn:aws:sns:ap-northeast-1:111122223333:security-notify",
    "DEPLOYMENT_NAME": "Trail-Notify",
    "LOG_GROUPS": "/aws/trail/main-cloudtrail",
    "LOG_OWNERS": "111122223333",
    "UNAUTHORIZED_API_CALL_ALERT_THRESHOLD": "20",
    "AWS_REGION": "ap-northeast-1",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_LAMBDA_FUNCTION_TIMEOUT": "10",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
}


def emulator():
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return pathlib.Path(samcli.__file__).parent / "local" / "rapid" / f"aws-lambda-rie-{machine}"


def free_address():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{s.getsockname()[1]}"


def event(kind, *records):
    batch = {
        "messageType": kind,
        "owner": "111122223333",
        "logGroup": "/aws/trail/main-cloudtrail",
        "logStream": "111122223333_CloudTrail_ap-northeast-1",
        "subscriptionFilters": ["Trail-Notify-Detector"],
        "logEvents": [{"id": str(i), "timestamp": 1764979200000, "message": json.dumps(r)} for i, r in enumerate(records)],
    }
    data = base64.b64encode(gzip.compress(json.dumps(batch).encode())).decode()
    return {"awslogs": {"data": data}}


class Bootstrap(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.address = free_address()
        command = [emulator(), "--runtime-interface-emulator-address", cls.address, "--runtime-api-address", free_address(), cls.bootstrap]
        cls.log = tempfile.TemporaryFile()
        cls.process = subprocess.Popen(command, env={"PATH": os.environ["PATH"], **ENVIRONMENT}, stdout=cls.log, stderr=cls.log)
        cls.addClassCleanup(cls.stop)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://{cls.address}", timeout=1)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the emulator does not answer")

    @classmethod
    def stop(cls):
        cls.process.terminate()
        cls.process.wait(timeout=30)

    def invoke(self, payload):
        url = f"http://{self.address}/2015-03-31/functions/function/invocations"
        request = urllib.request.Request(url, json.dumps(payload).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())

    def said(self):
        self.log.seek(0)
        return self.log.read().decode()

    def test_a_control_message(self):
        self.assertIsNone(self.invoke(event("CONTROL_MESSAGE")), self.said())

    def test_records_that_no_rule_matches(self):
        record = {"eventVersion": "1.11", "eventID": "0a1b2c3d-1111-2222-3333-444455556666", "eventTime": "2026-11-17T00:00:00Z", "eventName": "DescribeInstances"}
        self.assertIsNone(self.invoke(event("DATA_MESSAGE", record)), self.said())

    def test_an_event_that_no_source_sends(self):
        self.assertIn("errorMessage", self.invoke({"source": "elsewhere"}), self.said())


if __name__ == "__main__":
    Bootstrap.bootstrap = os.path.abspath(sys.argv.pop(1))
    unittest.main()
