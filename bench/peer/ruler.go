package peer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"trailnotify/bench/ruleset"
)

// rulerRules writes a rule set for event-ruler, a rule a line.
func rulerRules(set []ruleset.Rule) ([]byte, error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	for _, r := range rules {
		said := map[string]any{}
		err := ruler(r.condition, said)
		if err != nil {
			return nil, fmt.Errorf("event-ruler, rule %s: %w", r.name, err)
		}
		if err := json.NewEncoder(&lines).Encode(said); err != nil {
			return nil, err
		}
	}
	return lines.Bytes(), nil
}

// ruler adds a condition to a rule of event-ruler, which is an object whose
// members must all hold.
func ruler(c condition, into map[string]any) error {
	switch c.op {
	case allOf:
		for _, p := range c.parts {
			if err := ruler(p, into); err != nil {
				return err
			}
		}
		return nil
	case anyOf:
		return rulerOr(c, into)
	}
	matchers, err := rulerMatchers(c)
	if err != nil {
		return err
	}
	keys := strings.Split(c.field, ".")
	last := len(keys) - 1
	for _, key := range keys[:last] {
		below, ok := into[key].(map[string]any)
		if !ok && into[key] != nil {
			return fmt.Errorf("it can't ask about %s and a field below it", key)
		}
		if !ok {
			below = map[string]any{}
			into[key] = below
		}
		into = below
	}
	if into[keys[last]] != nil {
		return fmt.Errorf("it can't ask about %s twice in one conjunction", c.field)
	}
	into[keys[last]] = matchers
	return nil
}

func rulerOr(c condition, into map[string]any) error {
	if into["$or"] != nil {
		return fmt.Errorf("it has one $or in a conjunction")
	}
	var ways []any
	for _, p := range c.parts {
		way := map[string]any{}
		if err := ruler(p, way); err != nil {
			return err
		}
		ways = append(ways, way)
	}
	into["$or"] = ways
	return nil
}

// rulerMatchers are the values of a field of which one must match.
func rulerMatchers(c condition) ([]any, error) {
	var matchers []any
	exact, open := split(c.texts)
	switch {
	case c.op == missing:
		return []any{map[string]any{"exists": false}}, nil
	case c.op == unequal && len(open) == 0:
		return []any{map[string]any{"anything-but": exact}}, nil
	case c.op == unequal:
		return nil, fmt.Errorf("anything-but with a wildcard is not translated")
	}
	for _, t := range exact {
		matchers = append(matchers, t)
	}
	for _, t := range open {
		kind := "prefix"
		if t.openFront {
			kind = "suffix"
		}
		matchers = append(matchers, map[string]any{kind: t.value})
	}
	return matchers, nil
}
