package cloudtrail

import "trailnotify/cloudtrail/internal/rawjson"

// Members are those of a JSON object, found in one walk over it: whoever reads
// many fields of a record pays for one. The zero value has none.
type Members struct{ all []pair }

type pair struct{ key, value []byte }

// Members takes the record apart, one level deep. The result is valid as long
// as r.JSON does not change.
func (r Record) Members() Members { return membersOf(r.JSON) }

func membersOf(value []byte) Members {
	if len(value) == 0 || value[0] != '{' {
		return Members{}
	}
	all := make([]pair, 0, min(4+len(value)/64, 32)) // about as many as there are
	rawjson.Members(value, func(key, value []byte) bool {
		all = append(all, pair{key, value})
		return true
	})
	return Members{all}
}

// Field returns the same as [Record.Field].
func (m Members) Field(path ...string) string {
	if len(path) == 0 {
		return ""
	}
	return scalar(within(m.JSON(path[0]), path[1:]))
}

// Object takes apart the object under a key. There are no members where there
// is anything else.
func (m Members) Object(key string) Members { return membersOf(m.JSON(key)) }

// First takes apart the first element of the array under a key, if that is an
// object.
func (m Members) First(key string) (first Members) {
	if array := m.JSON(key); len(array) > 0 && array[0] == '[' {
		rawjson.Elements(array, func(value []byte) bool {
			first = membersOf(value)
			return false
		})
	}
	return first
}

// JSON returns the value of a key as it was logged, nil if there is none. The
// last of duplicate keys wins.
func (m Members) JSON(key string) []byte {
	for i := len(m.all) - 1; i >= 0; i-- {
		if string(m.all[i].key) == key {
			return m.all[i].value
		}
	}
	return nil
}
