package rules

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

func (f *sourceFile) examples() (examples []Example, faults Faults) {
	root := f.root()
	if root == nil {
		return nil, f.faults
	}
	d := &decoder{sourceFile: f}
	for key, value := range d.entries(root, "", fileKeys) {
		if key == "match" || key == "no_match" {
			examples = append(examples, d.readExamples(key, value)...)
		}
	}
	return examples, f.faults
}

// examples checks the records of a rule file for their form.
func (d *decoder) examples(key string, n ast.Node) { d.readExamples(key, n) }

func (d *decoder) readExamples(key string, n ast.Node) (examples []Example) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		d.unexpected(key, n, "a list of records")
		return nil
	}
	for i, entry := range list.Values {
		subject := fmt.Sprintf("%s[%d]", key, i)
		e := Example{Match: key == "match", File: d.sourceFile.name, Line: nodePlace(entry).line}
		record := entry
		if m, ok := entry.(ast.MapNode); ok && hasKey(m, "record") {
			record, e.Exception = d.wrapped(subject, key, m)
		}
		if e.Record = d.record(subject, record); e.Record != nil {
			examples = append(examples, e)
		}
	}
	return examples
}

func hasKey(m ast.MapNode, key string) bool {
	for pairs := m.MapRange(); pairs.Next(); {
		if keyText(pairs.Key()) == key {
			return true
		}
	}
	return false
}

// wrapped reads an entry that names the exception for its record.
func (d *decoder) wrapped(subject, list string, m ast.MapNode) (record ast.Node, exception string) {
	for key, value := range d.entries(m, subject, []string{"exception", "record"}) {
		if key == "record" {
			record = value
			continue
		}
		exception = d.line(joinSubject(subject, key), value, maxName)
		if list == "match" {
			d.fail(nodePlace(value), 1, joinSubject(subject, key), "found an exception for a record that must match", "")
		}
	}
	return record, exception
}

// record reads a record: a mapping, or a text that holds JSON.
func (d *decoder) record(subject string, n ast.Node) []byte {
	if m, ok := n.(ast.MapNode); ok {
		before := len(d.faults)
		var b strings.Builder
		d.writeObject(&b, subject, m)
		if len(d.faults) > before {
			return nil
		}
		return []byte(b.String())
	}
	if s, ok := n.(ast.ScalarNode); ok {
		text := strings.TrimSpace(scalarText(s))
		if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
			return []byte(text)
		}
	}
	d.unexpected(subject, n, "a record: a mapping, or a text that holds a JSON object")
	return nil
}

// writeJSON writes a node as JSON. Numbers keep the spelling they have, which
// patterns can tell apart.
func (d *decoder) writeJSON(b *strings.Builder, subject string, n ast.Node) {
	switch n := n.(type) {
	case ast.MapNode:
		d.writeObject(b, subject, n)
	case *ast.SequenceNode:
		b.WriteByte('[')
		for i, value := range n.Values {
			if i > 0 {
				b.WriteByte(',')
			}
			d.writeJSON(b, fmt.Sprintf("%s[%d]", subject, i), value)
		}
		b.WriteByte(']')
	case *ast.NullNode:
		b.WriteString("null")
	case *ast.BoolNode:
		fmt.Fprint(b, n.Value)
	case *ast.StringNode:
		writeString(b, n.Value)
	case *ast.LiteralNode:
		writeString(b, n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		if text := n.GetToken().Value; json.Valid([]byte(text)) {
			b.WriteString(text)
			return
		}
		d.unexpected(subject, n, "a JSON number; write other numbers in quotes")
	default:
		d.unexpected(subject, n, "a JSON value")
	}
}

func (d *decoder) writeObject(b *strings.Builder, subject string, m ast.MapNode) {
	seen := map[string]bool{}
	b.WriteByte('{')
	for pairs := m.MapRange(); pairs.Next(); {
		key := keyText(pairs.Key())
		if seen[key] {
			d.fail(tokenPlace(pairs.Key().GetToken()), runeCount(key), joinSubject(subject, key), "found twice", "")
		}
		if len(seen) > 0 {
			b.WriteByte(',')
		}
		seen[key] = true
		writeString(b, key)
		b.WriteByte(':')
		d.writeJSON(b, joinSubject(subject, key), pairs.Value())
	}
	b.WriteByte('}')
}

func writeString(b *strings.Builder, s string) {
	text, err := json.Marshal(s)
	if err != nil {
		panic("rules: encoding a string: " + err.Error()) // a string can't fail to encode
	}
	b.Write(text)
}
