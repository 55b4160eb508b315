package history

import (
	"slices"

	"trailnotify/cloudtrail/internal/rawjson"
)

// An object is a JSON object, taken apart as far as its own members.
type object struct {
	raw     []byte
	members []member
	tried   string // the member in which records were looked for in vain
}

type member struct {
	key   string
	value []byte // raw
}

// objectOf takes valid JSON apart. It returns an object without members for
// every other value.
func objectOf(raw []byte) *object {
	o := &object{raw: raw}
	if len(raw) > 0 && raw[0] == '{' {
		rawjson.Members(raw, func(key, value []byte) bool {
			o.members = append(o.members, member{string(key), value})
			return true
		})
	}
	return o
}

// get returns the raw value at a path of keys, nil where there is none. The last
// of duplicate keys wins.
func (o *object) get(path ...string) []byte {
	for _, m := range slices.Backward(o.members) {
		if m.key != path[0] {
			continue
		}
		value := m.value
		for _, key := range path[1:] {
			value = rawjson.Member(value, key)
		}
		return value
	}
	return nil
}

// has reports whether the object has all of these keys.
func (o *object) has(keys ...string) bool {
	for _, key := range keys {
		if o.get(key) == nil {
			return false
		}
	}
	return true
}

// text returns the string at a path, "" for every other value or none.
func (o *object) text(path ...string) string {
	text, _ := rawjson.Text(o.get(path...))
	return text
}

// kindOf is the first byte of the value at a path, 0 where there is none.
func (o *object) kindOf(path ...string) byte {
	if value := o.get(path...); len(value) > 0 {
		return value[0]
	}
	return 0
}
