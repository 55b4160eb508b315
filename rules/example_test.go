package rules_test

import (
	"fmt"
	"testing/fstest"

	"trailnotify/rules"
)

func ExampleBuiltin() {
	set, err := rules.Builtin("default")
	if err != nil {
		fmt.Println(err)
		return
	}
	record := []byte(`{"eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging"}`)
	for _, m := range set.Match(record, nil) {
		fmt.Printf("%s: %s, %d in %v\n", m.Rule.Severity, m.Rule.Description, m.Rule.Threshold, m.Rule.Period)
	}
	// Output:
	// high: CloudTrail configuration changes, 1 in 5m0s
}

func ExampleSet_Match_exception() {
	set, err := rules.Builtin("default")
	if err != nil {
		fmt.Println(err)
		return
	}
	record := []byte(`{"errorCode":"AccessDenied","eventName":"PutObject","sourceIPAddress":"delivery.logs.amazonaws.com"}`)
	for _, m := range set.Match(record, nil) {
		fmt.Printf("%s, taken out by %s\n", m.Rule.Name, m.Exception)
	}
	// Output:
	// UnauthorizedAPICalls, taken out by log delivery probes
}

func ExampleLoad() {
	_, err := rules.Load(fstest.MapFS{"root.yaml": {Data: []byte(`
name: RootUsage
pattern: '{ $.userIdentity.type = "Root" }'
treshold: 1
period: 90s
`)}}, "mine")
	fmt.Println(err)
	// Output:
	// mine/root.yaml:1:1: threshold: missing: every rule has one
	// mine/root.yaml:4:1: "treshold": unknown key; did you mean threshold?
	//     treshold: 1
	//     ^^^^^^^^
	// mine/root.yaml:5:9: period: found "90s", expected whole minutes from 1m to 24h, such as 5m
	//     period: 90s
	//             ^^^
}

func ExampleSet_Override() {
	set, err := rules.Builtin("security-hub")
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err = set.Override([]string{"ROOT_USAGE_ALERT_THRESHOLD=3", "VPC_CHANGE_ALERT_THRESHOLD=5", "VPC_CHANGE_ENABLED=false"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range set.Table() {
		if row.Setting == "root_usage" || row.Setting == "vpc_change" {
			fmt.Println(row.Name, row.Enabled.Value, row.Threshold)
		}
	}
	// Output:
	// RootUsage true {3 ROOT_USAGE_ALERT_THRESHOLD}
	// VPCChanges false {5 VPC_CHANGE_ALERT_THRESHOLD}
}
