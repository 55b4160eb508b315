package yamlfile

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Object reads a JSON object: a mapping, or a text that holds one. Expected
// says what it is for. It returns nil where a fault was noted.
func (f *File) Object(subject string, n Node, expected string) []byte {
	if m, ok := n.(Mapping); ok {
		before := len(f.Faults)
		var b strings.Builder
		f.writeObject(&b, subject, m)
		if len(f.Faults) > before {
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
	f.Unexpected(subject, n, expected)
	return nil
}

// writeJSON writes a node as JSON. Numbers keep the spelling they have, which
// patterns can tell apart.
func (f *File) writeJSON(b *strings.Builder, subject string, n Node) {
	switch n := n.(type) {
	case Mapping:
		f.writeObject(b, subject, n)
	case *ast.SequenceNode:
		b.WriteByte('[')
		for i, value := range n.Values {
			if i > 0 {
				b.WriteByte(',')
			}
			f.writeJSON(b, fmt.Sprintf("%s[%d]", subject, i), value)
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
		f.Unexpected(subject, n, "a JSON number; write other numbers in quotes")
	default:
		f.Unexpected(subject, n, "a JSON value")
	}
}

func (f *File) writeObject(b *strings.Builder, subject string, m Mapping) {
	seen := map[string]bool{}
	b.WriteByte('{')
	for pairs := m.MapRange(); pairs.Next(); {
		key := keyText(pairs.Key())
		if seen[key] {
			f.Fail(placeOf(pairs.Key().GetToken()), Length(key), Join(subject, key), "found twice", "")
		}
		if len(seen) > 0 {
			b.WriteByte(',')
		}
		seen[key] = true
		writeString(b, key)
		b.WriteByte(':')
		f.writeJSON(b, Join(subject, key), pairs.Value())
	}
	b.WriteByte('}')
}

func writeString(b *strings.Builder, s string) {
	text, err := json.Marshal(s)
	if err != nil {
		panic("yamlfile: encoding a string: " + err.Error()) // a string can't fail to encode
	}
	b.Write(text)
}
