package rules

import (
	"fmt"

	"trailnotify/internal/fault"
	"trailnotify/rules/internal/form"
	"trailnotify/rules/internal/yamlfile"
)

// examplesIn reads the records of a rule file or an exceptions file.
func examplesIn(name string, text []byte) (examples []Example, faults fault.Faults) {
	f := yamlfile.New(name, text)
	root := f.Root(ruleFile)
	if root == nil {
		return nil, f.Faults
	}
	d := &decoder{File: f}
	for key, value := range d.Entries(root, "", fileKeys) {
		if key == "match" || key == "no_match" {
			examples = append(examples, d.readExamples(key, value)...)
		}
	}
	return examples, f.Faults
}

// examples checks the records of a rule file for their form.
func (d *decoder) examples(key string, n yamlfile.Node) { d.readExamples(key, n) }

func (d *decoder) readExamples(key string, n yamlfile.Node) (examples []Example) {
	for i, entry := range d.List(key, n, "a list of records") {
		subject := fmt.Sprintf("%s[%d]", key, i)
		e := Example{Match: key == "match", File: d.File.Name, Line: yamlfile.PlaceOf(entry).Line}
		record := entry
		if m, ok := entry.(yamlfile.Mapping); ok && yamlfile.Has(m, "record") {
			record, e.Exception = d.wrapped(subject, key, m)
		}
		if e.Record = d.Object(subject, record, "a record: a mapping, or a text that holds a JSON object"); e.Record != nil {
			examples = append(examples, e)
		}
	}
	return examples
}

// wrapped reads an entry that names the exception for its record.
func (d *decoder) wrapped(subject, list string, m yamlfile.Mapping) (record yamlfile.Node, exception string) {
	for key, value := range d.Entries(m, subject, []string{"exception", "record"}) {
		if key == "record" {
			record = value
			continue
		}
		exception = d.Line(yamlfile.Join(subject, key), value, form.MaxName)
		if list == "match" {
			d.Fail(yamlfile.PlaceOf(value), 1, yamlfile.Join(subject, key), "found an exception for a record that must match", "")
		}
	}
	return record, exception
}
