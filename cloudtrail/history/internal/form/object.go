package form

import (
	"slices"

	"trailnotify/cloudtrail/internal/rawjson"
)

// An Object is a JSON object, taken apart as far as its own members.
type Object struct {
	Raw     []byte
	Members []Member
	Tried   []string // the members in which records were looked for in vain
}

// A Member is a key of an object and its value.
type Member struct {
	Key   string
	Value []byte // raw
}

// Parse takes valid JSON apart. It returns an object without members for every
// other value.
func Parse(raw []byte) *Object {
	o := &Object{Raw: raw}
	if len(raw) > 0 && raw[0] == '{' {
		rawjson.Members(raw, func(key, value []byte) bool {
			o.Members = append(o.Members, Member{string(key), value})
			return true
		})
	}
	return o
}

// Get returns the raw value at a path of keys, nil where there is none. The
// last of duplicate keys wins.
func (o *Object) Get(path ...string) []byte {
	for _, m := range slices.Backward(o.Members) {
		if m.Key != path[0] {
			continue
		}
		value := m.Value
		for _, key := range path[1:] {
			value = rawjson.Member(value, key)
		}
		return value
	}
	return nil
}

// has reports whether the object has all of these keys.
func (o *Object) has(keys ...string) bool {
	for _, key := range keys {
		if o.Get(key) == nil {
			return false
		}
	}
	return true
}

// text returns the string at a path, "" for every other value or none.
func (o *Object) text(path ...string) string {
	text, _ := rawjson.Text(o.Get(path...))
	return text
}

// kindOf is the first byte of the value at a path, 0 where there is none.
func (o *Object) kindOf(path ...string) byte {
	if value := o.Get(path...); len(value) > 0 {
		return value[0]
	}
	return 0
}
