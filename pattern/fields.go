package pattern

import (
	"cmp"
	"maps"
	"slices"
)

// tree holds the paths of object keys that patterns select. Every path, and
// every start of one, has a slot; slots are numbered in preorder, so that the
// slots below a node are those up to its end.
type tree struct {
	kids  map[string]*tree
	byLen [][]*tree // the kids, by the length of their key
	key   string
	slot  int
	end   int // the slot behind the last one of this subtree
}

// insert returns the node at the path, which it makes where it is new.
func (t *tree) insert(path []step) *tree {
	for _, st := range path {
		kid := t.kids[st.key]
		if kid == nil {
			kid = &tree{key: st.key}
			if t.kids == nil {
				t.kids = map[string]*tree{}
			}
			t.kids[st.key] = kid
		}
		t = kid
	}
	return t
}

// number gives the nodes of the finished tree their slots, from the given one
// on, and returns the next free one.
func (t *tree) number(slot int) int {
	t.slot = slot
	slot++
	kids := slices.SortedFunc(maps.Values(t.kids), func(a, b *tree) int { return cmp.Compare(a.key, b.key) })
	for _, kid := range kids {
		slot = kid.number(slot)
		for len(t.byLen) <= len(kid.key) {
			t.byLen = append(t.byLen, nil)
		}
		t.byLen[len(kid.key)] = append(t.byLen[len(kid.key)], kid)
	}
	t.end = slot
	return slot
}

// child returns the node below t for a key, nil if no pattern selects it.
func (t *tree) child(key []byte) *tree {
	if len(key) >= len(t.byLen) {
		return nil
	}
	for _, kid := range t.byLen[len(key)] {
		if kid.key == string(key) {
			return kid
		}
	}
	return nil
}

// field is where the value of a slot stands in the message. The zero field is
// absent: no value ends at 0.
type field struct{ from, to int }

func (f field) present() bool { return f.to > 0 }

// fieldReader reads the selected fields of one message in a single pass, in
// which it checks that the message is one JSON object.
type fieldReader struct {
	jsonScanner
	fields []field // by slot
	key    []byte  // scratch
}

// read fills fields with the values that the tree selects. It returns false,
// and the fields mean nothing, if the message is not one JSON object.
func (r *fieldReader) read(message []byte, t *tree) bool {
	r.text = message
	clear(r.fields)
	start, ok := r.objectStart()
	if !ok {
		return false
	}
	end := r.selected(start, t)
	return end > 0 && r.blanks(end) == len(message)
}

// selected steps over the value of a node and takes down where it stands. A
// key that comes again replaces all that its first value had given.
func (r *fieldReader) selected(i int, t *tree) int {
	if r.fields[t.slot].present() {
		clear(r.fields[t.slot:t.end])
	}
	end := 0
	if len(t.byLen) > 0 && r.at(i) == '{' {
		end = r.object(i, t)
	} else {
		end = r.value(i)
	}
	r.fields[t.slot] = field{i, end}
	return end
}

// object steps over an object and reads the members that the tree selects. It
// recurses as deep as the tree does, not as deep as the message.
func (r *fieldReader) object(i int, t *tree) int {
	if i = r.blanks(i + 1); r.at(i) == '}' {
		return i + 1
	}
	for {
		r.escaped = false
		from := i + 1
		if i = r.memberKey(i); i < 0 {
			return -1
		}
		kid := t.child(r.keyText(from, i-1))
		if i = r.blanks(i); r.at(i) != ':' {
			return -1
		}
		i = r.blanks(i + 1)
		if kid != nil {
			i = r.selected(i, kid)
		} else {
			i = r.value(i)
		}
		if i < 0 {
			return -1
		}
		switch i = r.blanks(i); r.at(i) {
		case ',':
			i = r.blanks(i + 1)
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}

func (r *fieldReader) memberKey(i int) int {
	if r.at(i) != '"' {
		return -1
	}
	return r.str(i)
}

// keyText returns the text of the key whose body stands at [from, to).
func (r *fieldReader) keyText(from, to int) []byte {
	body := r.text[from:to]
	if !r.escaped {
		return body
	}
	r.key = unquote(r.key[:0], body)
	return r.key
}
