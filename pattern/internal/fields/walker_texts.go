package fields

import "encoding/binary"

// texts reads members whose values are strings, up to the start of one whose
// value is not or that is the last. Most members are of that kind, so this is
// where the time goes, and what is between two strings is a constant for either
// quoting: taken from [quoting], it costs a fifth more.
func (r *walker) texts(i int, t *Tree) int {
	switch {
	case !r.opens(i):
		return -1
	case r.width == 1:
		return r.textsByThemselves(t)
	default:
		return r.textsInString(t)
	}
}

// What is between two strings: behind a key, and behind a value with another
// key to come.
const (
	keyText = '"' | ':'<<8 | '"'<<16
	textKey = '"' | ','<<8 | '"'<<16
	between = 3 // bytes

	keyTextInString = '\\' | '"'<<8 | ':'<<16 | '\\'<<24 | '"'<<32
	textKeyInString = '\\' | '"'<<8 | ','<<16 | '\\'<<24 | '"'<<32
	betweenInString = 5 // bytes
)

func (r *walker) textsByThemselves(t *Tree) int {
	n, marks := r.next, r.marks
	for ; r.textMember(n); n += 4 {
		key, value := int(marks[n+1]), int(marks[n+3])
		if kid := t.child(r.text[marks[n]+1 : key]); kid != nil {
			kid.forget(r.fields)
			r.fields[kid.Field] = Field{Text, key + between, value}
		}
	}
	r.next = n
	return int(marks[n])
}

// textMember reports whether the marks from n on are the quotes of a member
// whose value is a string and behind which comes another key. For the bytes
// between their strings one comparison is enough. The first mark is known to be
// a quote, and so is the one behind the member then. Between two quotes may be
// what was only taken for a mark.
func (r *walker) textMember(n int) bool {
	if n+4 >= len(r.marks) {
		return false
	}
	key, value := int(r.marks[n+1]), int(r.marks[n+3])
	return value+4 <= len(r.text) &&
		binary.LittleEndian.Uint32(r.text[key:])&(1<<(8*between)-1) == keyText &&
		binary.LittleEndian.Uint32(r.text[value:])&(1<<(8*between)-1) == textKey &&
		int(r.marks[n+2]) == key+2 && int(r.marks[n+4]) == value+2
}

func (r *walker) textsInString(t *Tree) int {
	n, marks := r.next, r.marks
	for ; r.textMemberInString(n); n += 4 {
		key, value := int(marks[n+1]), int(marks[n+3])
		if kid := t.child(r.text[marks[n]+2 : key]); kid != nil {
			kid.forget(r.fields)
			r.fields[kid.Field] = Field{Text, key + betweenInString, value}
		}
	}
	r.next = n
	return int(marks[n])
}

// textMemberInString is textMember for quotes with a backslash before them.
// Nothing between these can be taken for a backslash.
func (r *walker) textMemberInString(n int) bool {
	if n+4 >= len(r.marks) {
		return false
	}
	key, value := int(r.marks[n+1]), int(r.marks[n+3])
	return value+8 <= len(r.text) &&
		binary.LittleEndian.Uint64(r.text[key:])&(1<<(8*betweenInString)-1) == keyTextInString &&
		binary.LittleEndian.Uint64(r.text[value:])&(1<<(8*betweenInString)-1) == textKeyInString
}
