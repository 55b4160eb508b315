package peer

import (
	"bytes"
	"fmt"
	"strings"

	"trailnotify/bench/ruleset"
)

// pythonRules writes a rule set as a Python module of one function a rule. The
// functions are what a person would write, but for two things that keep them
// faithful: a value is asked for its type before it is compared, and JSON's null
// is not the absence of a key.
func pythonRules(set []ruleset.Rule) ([]byte, error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	var module bytes.Buffer
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = fmt.Sprintf("rule_%d", i)
		fmt.Fprintf(&module, "def %s(r):  # %s\n    return %s\n\n\n", names[i], r.name, python(r.condition))
	}
	fmt.Fprintf(&module, "RULES = [%s]\n", strings.Join(names, ", "))
	return module.Bytes(), nil
}

func python(c condition) string {
	value := pythonField(c.field)
	switch c.op {
	case allOf, anyOf:
		parts := make([]string, len(c.parts))
		for i, p := range c.parts {
			parts[i] = "(" + python(p) + ")"
		}
		return strings.Join(parts, map[op]string{allOf: " and ", anyOf: " or "}[c.op])
	case missing:
		return value + " is MISSING"
	case unequal:
		return fmt.Sprintf("type(v := %s) in COMPARABLE and not (%s)", value, pythonOneOf(c))
	default:
		return fmt.Sprintf("type(v := %s) is str and (%s)", value, pythonOneOf(c))
	}
}

// pythonField is the value of a field; at goes down step by step.
func pythonField(field string) string {
	keys := strings.Split(field, ".")
	for i, key := range keys {
		keys[i] = fmt.Sprintf("%q", key)
	}
	if len(keys) == 1 {
		return "r.get(" + keys[0] + ", MISSING)"
	}
	return "at(r, " + strings.Join(keys, ", ") + ")"
}

// pythonOneOf says that v is one of the texts.
func pythonOneOf(c condition) string {
	var ways []string
	exact, open := split(c.texts)
	for i := range exact {
		exact[i] = fmt.Sprintf("%q", exact[i])
	}
	switch len(exact) {
	case 0:
	case 1:
		ways = append(ways, "v == "+exact[0])
	default:
		ways = append(ways, "v in {"+strings.Join(exact, ", ")+"}")
	}
	for _, t := range open {
		method := "startswith"
		if t.openFront {
			method = "endswith"
		}
		way := fmt.Sprintf("v.%s(%q)", method, t.value)
		if c.op == unequal {
			way = fmt.Sprintf("str(v).%s(%q)", method, t.value)
		}
		ways = append(ways, way)
	}
	return strings.Join(ways, " or ")
}
