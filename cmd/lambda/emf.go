package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A line is one line of the embedded metric format.
type line struct {
	rule   string // "" for all of them
	values []metric
}

// write writes lines, as one so that they are written together or not at all. A
// line without metrics is left out.
func (m *metrics) write(lines []line) error {
	var text bytes.Buffer
	for _, l := range lines {
		if len(l.values) == 0 {
			continue
		}
		encoded, err := json.Marshal(m.object(l))
		if err != nil {
			return fmt.Errorf("encoding metrics: %w", err)
		}
		text.Write(append(encoded, '\n'))
	}
	_, err := m.w.Write(text.Bytes())
	return err
}

// object is a line as it is encoded.
func (m *metrics) object(l line) map[string]any {
	type definition struct{ Name, Unit string }
	object := map[string]any{"Deployment": m.deployment}
	dimensions := []string{"Deployment"}
	if l.rule != "" {
		object["Rule"] = l.rule
		dimensions = append(dimensions, "Rule")
	}
	var definitions []definition
	for _, v := range l.values {
		definitions = append(definitions, definition{v.name, v.unit})
		object[v.name] = v.value
	}
	object["_aws"] = map[string]any{
		"Timestamp": m.now().UnixMilli(),
		"CloudWatchMetrics": []map[string]any{{
			"Namespace": namespace, "Dimensions": [][]string{dimensions}, "Metrics": definitions,
		}},
	}
	return object
}
