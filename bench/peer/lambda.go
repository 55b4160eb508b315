package peer

import (
	"encoding/json"
	"fmt"

	"github.com/aws/aws-lambda-go/events"

	"trailnotify/bench/ruleset"
)

// TypicalLambda is a function as most are written: aws-lambda-go decodes the
// event and its payload, then gjson looks a field up for each condition. It
// returns how many rules matched.
func TypicalLambda(set []ruleset.Rule) (func(event []byte) (int, error), error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	return func(event []byte) (int, error) {
		var e events.CloudwatchLogsEvent
		if err := json.Unmarshal(event, &e); err != nil {
			return 0, fmt.Errorf("decoding the event: %w", err)
		}
		data, err := e.AWSLogs.Parse()
		if err != nil {
			return 0, fmt.Errorf("decoding the payload: %w", err)
		}
		matches := 0
		for i := range data.LogEvents {
			for n := range rules {
				if rules[n].holds(data.LogEvents[i].Message) {
					matches++
				}
			}
		}
		return matches, nil
	}, nil
}
