package rules_test

import (
	"fmt"
	"log"
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

// An exceptions file adds to a built-in rule and leaves the rest of it as it is.
func ExampleSet_Extend() {
	own, err := rules.Load(fstest.MapFS{"scanner.yaml": {Data: []byte(`
extends: UnauthorizedAPICalls
except:
  - name: our scanner
    pattern: '{ $.userIdentity.sessionContext.sessionIssuer.arn = "arn:aws:iam::111122223333:role/scanner" }'
    reason: it asks for everything by design
`)}}, "own")
	if err != nil {
		log.Fatal(err)
	}
	builtin, err := rules.Builtin("default")
	if err != nil {
		log.Fatal(err)
	}
	set, err := builtin.Extend(own)
	if err != nil {
		log.Fatal(err)
	}
	r, _ := set.Lookup("UnauthorizedAPICalls")
	last := r.Except[len(r.Except)-1]
	fmt.Println(last.Name, "-", last.Reason)
	// Output: our scanner - it asks for everything by design
}

// A rule file proves itself by its records.
func ExampleRule_Prove() {
	set, err := rules.Load(fstest.MapFS{"trail.yaml": {Data: []byte(`
name: TrailStopped
pattern: '{ $.eventName = "StopLogging" }'
threshold: 1
match:
  - {eventName: StopLogging}
  - {eventName: DeleteTrail}
`)}}, "own")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(set.Rules()[0].Prove())
	// Output: own/trail.yaml:7:1: TrailStopped: this record has to match and does not
}

// A rule of one's own that would replace a built-in one, held against it.
func ExampleRule_WeakerThan() {
	own, err := rules.Load(fstest.MapFS{"root.yaml": {Data: []byte(`
name: RootUsage
pattern: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
threshold: 3
severity: high
`)}}, "own")
	if err != nil {
		log.Fatal(err)
	}
	hub, err := rules.Open("security-hub", "")
	if err != nil {
		log.Fatal(err)
	}
	builtin, _ := hub.Lookup("RootUsage")
	ways, err := own.Rules()[0].WeakerThan(builtin)
	fmt.Println(ways, err)
	// Output: [its threshold is 3, not 1] <nil>
}
