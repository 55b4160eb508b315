package form

import (
	"bytes"
	"encoding/json"
	"regexp"
)

type object = map[string]any

// Schema returns the JSON schema of rule files and exceptions files. It accepts
// every file that rules.Load accepts. Load refuses more: patterns and selectors
// that are wrong, periods out of range, and what concerns several keys or
// files.
func Schema() []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "trailnotify rule file",
		"description": "A rule, or exceptions for a rule in another file.",
		"if":          object{"required": []string{Extends}},
		"then":        object{"$ref": "#/$defs/exceptions"},
		"else":        object{"$ref": "#/$defs/rule"},
		"$defs":       object{"rule": ruleSchema(), "exceptions": exceptionsSchema()},
	})
	if err != nil { // strings, numbers and booleans always encode
		panic("form: encoding the schema: " + err.Error())
	}
	return b.Bytes()
}

func ruleSchema() object {
	return closed([]string{"name", "pattern", "threshold"}, object{
		"name":        formed("Unique in the set: letters, digits, - and _.", Name, MaxName),
		"setting":     formed("The name in variables and inputs, by default the name in snake_case.", Setting, MaxName),
		"description": oneLine("What the rule is about, for the people who get the alert.", MaxDescription),
		"pattern":     text("A filter pattern of CloudWatch Logs."),
		"where":       where(),
		"except":      list("Patterns that take a matching record out of the rule.", 0, exceptionSchema()),
		"by":          bySchema(),
		"distinct":    text("A selector: the rule counts its different values, not records."),
		"threshold":   number("The count that raises an alert; with distinct at most 2000.", 1, MaxThreshold),
		"period":      length("The length of time counted over: whole minutes from 1m to 24h, by default 5m."),
		"quiet":       anyOf("Silence for a rule and group after its alert: 0 to 168h, by default 0.", length(""), object{"const": 0}),
		"closing": object{
			"description": "The message that follows an alert at the end of its quiet time: when more matches came than it told (surplus, by default), always, or never (off).",
			"enum":        Closings,
		},
		"ceiling":   number("With by: the threshold of the count over all groups; 0 is none. By default 20 times the threshold.", 0, MaxThreshold),
		"storm":     number("With by: how many groups get alerts of their own in one window, by default 20.", 1, MaxStorm),
		"severity":  object{"description": "How soon somebody should look, by default medium.", "enum": Severities},
		"reference": list("What the rule implements: controls, sections, ATT&CK techniques.", 0, oneLine("", MaxReference)),
		"runbook":   text("Up to five lines for the people who get the alert: what it means, innocent causes, what to look at first, how to undo it; and an address on a line of its own. Or the address alone."),
		"title":     oneLine("What happened, in place of the default: text with fields such as {actor}, {change} or {account}, and optional parts in brackets.", MaxTitle),
		"mode":      object{"description": "dry-run counts as always, but writes messages to the log instead of sending them.", "enum": Modes},
		"enabled":   object{"description": "false switches the rule off.", "type": "boolean"},
		"match":     matchSchema(),
		"no_match":  noMatchSchema(),
	})
}

func exceptionsSchema() object {
	return closed([]string{Extends, "except"}, object{
		Extends:    formed("The name of the rule that gets the exceptions.", Name, MaxName),
		"except":   list("Patterns that take a matching record out of the rule.", 1, exceptionSchema()),
		"match":    matchSchema(),
		"no_match": noMatchSchema(),
	})
}

func exceptionSchema() object {
	return closed([]string{"name", "pattern"}, object{
		"name":    oneLine("Unique in the rule.", MaxName),
		"pattern": text("A filter pattern of CloudWatch Logs."),
		"where":   where(),
		"reason":  oneLine("Why nothing is lost.", MaxReason),
		"until":   formed("Its end: a date, whose end in UTC it is, or a time with its zone. Records of later times count.", Until, MaxUntil),
	})
}

func where() object {
	return text("A condition that has to hold as well, for what patterns can't say: userIdentity.userName != requestParameters.userName.")
}

func matchSchema() object {
	return records("Records that the rule must count.", object{"record": record()})
}

func noMatchSchema() object {
	return records("Records that the rule must not count.", object{
		"record": record(), "exception": oneLine("The exception that takes the record out.", MaxName),
	})
}

// records is a list of records, each by itself or as a member of an object.
func records(description string, members object) object {
	wrapped := object{"type": "object", "required": []string{"record"}}
	entry := object{"if": wrapped, "then": closed([]string{"record"}, members), "else": record()}
	return described(object{"type": "array", "items": entry}, description)
}

// record is a record: an object, or a text that holds one.
func record() object {
	return anyOf("", object{"type": "object"}, object{"type": "string", "pattern": `^\s*\{[\s\S]*\}\s*$`})
}

// closed is an object with the given members and no others.
func closed(required []string, members object) object {
	return object{"type": "object", "required": required, "additionalProperties": false, "properties": members}
}

func described(schema object, description string) object {
	if description != "" {
		schema["description"] = description
	}
	return schema
}

func anyOf(description string, schemas ...object) object {
	return described(object{"anyOf": schemas}, description)
}

func list(description string, least int, items object) object {
	schema := object{"type": "array", "maxItems": MaxList, "items": items}
	if least > 0 {
		schema["minItems"] = least
	}
	return described(schema, description)
}

func number(description string, least, most int) object {
	return described(object{"type": "integer", "minimum": least, "maximum": most}, description)
}

// text is a text that is not blank.
func text(description string) object {
	return described(object{"type": "string", "pattern": `\S`}, description)
}

// oneLine is a text of one line. Blanks around it, line breaks among them, do
// not count, which leaves the length to Load.
func oneLine(description string, most int) object {
	return described(object{"type": "string", "pattern": `^\s*\S(.*\S)?\s*$`, "maxLength": most + maxBlanks}, description)
}

// maxBlanks is how many blanks around a text an editor accepts.
const maxBlanks = 16

// formed is a text of one line that has a form.
func formed(description string, shape *regexp.Regexp, most int) object {
	within := shape.String()[1 : len(shape.String())-1] // without ^ and $
	return described(object{"type": "string", "pattern": `^\s*` + within + `\s*$`, "maxLength": most + maxBlanks}, description)
}

// length is a length of time.
func length(description string) object {
	return described(object{"type": "string", "pattern": `^[+-]?(0|([0-9]+(\.[0-9]*)?(ns|us|µs|μs|ms|s|m|h))+)$`}, description)
}
