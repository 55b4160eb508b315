// Package facts knows calls of AWS: what of a record says what a call changed,
// how that is said in one line of English and Japanese, and how grave it is.
//
// One table holds all of it, a row for each call. What it picks is named in the
// documentation of CloudTrail or of the service: names, ARNs, ports, ranges of
// addresses, the principals that a policy lets in. No value of a parameter that
// may be a secret is among them, and of a policy's text only what it grants to
// everybody, or of everything.
//
// Every value can be written by the caller. Whoever shows one makes it safe.
package facts

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"trailnotify/cloudtrail"
)

// A Fact is one thing that a call is about, by a name of package title.
type Fact struct{ Name, Value string }

// Facts are those of one call, in the order of the table.
type Facts []Fact

// Of picks the facts of a record. call is its service and name, such as
// "iam:AttachRolePolicy"; a call without a row has none.
func Of(call string, r cloudtrail.Members) Facts {
	row, ok := rowOf(call)
	if !ok || row.facts == "" {
		return nil
	}
	var found Facts
	add := func(name, value string) {
		if value != "" {
			found = append(found, Fact{name, value})
		}
	}
	source := source{r, r.Object("requestParameters"), r.Object("responseElements")}
	for item := range strings.FieldsSeq(row.facts) {
		if read, ok := readers[item]; ok {
			read(source, add)
			continue
		}
		name, paths, _ := strings.Cut(item, "=")
		add(name, source.first(paths))
	}
	return found
}

// A source is where facts come from: the record, what was asked for, and what
// came back.
type source struct{ record, request, response cloudtrail.Members }

// first is the value of the first path that has one. Paths are divided by bars;
// one that begins with a less-than sign is of the response.
func (s source) first(paths string) string {
	for path := range strings.SplitSeq(paths, "|") {
		from := s.request
		path, response := strings.CutPrefix(path, "<")
		if response {
			from = s.response
		}
		if v := from.Field(strings.Split(path, ".")...); v != "" {
			return v
		}
	}
	return ""
}

// MarshalJSON writes an object, whose members are in the order of the facts.
func (f Facts) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, fact := range f {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(fact.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(fact.Value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON wrote; the facts are in order of their
// names then.
func (f *Facts) UnmarshalJSON(data []byte) error {
	var members map[string]string
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	*f = nil
	for _, name := range slices.Sorted(maps.Keys(members)) {
		*f = append(*f, Fact{name, members[name]})
	}
	return nil
}

// Known reports whether a call has a row.
func Known(call string) bool {
	_, ok := rowOf(call)
	return ok
}

// Get is the value of a fact, "" if there is none of that name.
func (f Facts) Get(name string) string {
	for _, fact := range f {
		if fact.Name == name {
			return fact.Value
		}
	}
	return ""
}

// Parameters are the facts that are plain request parameters, as name=value
// with spaces between them.
func (f Facts) Parameters(call string) string {
	row, _ := rowOf(call)
	var all []string
	for item := range strings.FieldsSeq(row.facts) {
		name, path, plain := strings.Cut(item, "=")
		if plain && !strings.ContainsAny(path, "<|.") && f.Get(name) != "" {
			all = append(all, path+"="+f.Get(name))
		}
	}
	return strings.Join(all, " ")
}

// The stored form is name=value with semicolons between. A percent sign and
// the semicolon are written as in an address.
var (
	escaped   = strings.NewReplacer("%", "%25", ";", "%3B")
	unescaped = strings.NewReplacer("%25", "%", "%3B", ";")
)

// Encode writes the facts in at most so many bytes. Where there is no room
// clip shortens the values, the longest first.
func (f Facts) Encode(most int, clip func(s string, most int) string) string {
	encode := func(longest int) string {
		parts := make([]string, len(f))
		for i, fact := range f {
			parts[i] = fact.Name + "=" + escaped.Replace(clip(fact.Value, longest))
		}
		return strings.Join(parts, ";")
	}
	const shortest = 12
	longest := most
	for longest > shortest && len(encode(longest)) > most {
		longest -= 4
	}
	if text := encode(longest); len(text) <= most {
		return text
	}
	if len(f) > 1 {
		return f[:len(f)-1].Encode(most, clip) // the table has the most important first
	}
	return ""
}

// Parse reads what [Facts.Encode] wrote, and leaves out what it doesn't
// understand.
func Parse(encoded string) Facts {
	var f Facts
	for part := range strings.SplitSeq(encoded, ";") {
		if name, value, ok := strings.Cut(part, "="); ok && isName(name) && value != "" {
			f = append(f, Fact{name, unescaped.Replace(value)})
		}
	}
	return f
}

// isName reports whether s can be the name of a fact: small letters.
func isName(s string) bool { return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }

// versioned are the names of calls of services that put the version of their
// interface behind them, as Lambda does: AddPermission20150331v2.
var versioned = regexp.MustCompile(`(20[0-9]{6}|20[0-9]{2}_[0-9]{2}_[0-9]{2})(v[0-9])?$`)

func rowOf(call string) (row, bool) {
	if found, ok := calls[call]; ok {
		return found, true
	}
	found, ok := calls[versioned.ReplaceAllString(call, "")]
	return found, ok
}
