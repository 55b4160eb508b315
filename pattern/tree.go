package pattern

import (
	"cmp"
	"encoding/binary"
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
	tail  uint64 // the last eight bytes of the key, 0 if it has fewer
	slot  int
	end   int // the slot behind the last one of this subtree

	inside bool // a pattern looks into an array or object that stands here
}

// insert returns the node at the path, which it makes where it is new.
func (t *tree) insert(path []step) *tree {
	for _, st := range path {
		kid := t.kids[st.key]
		if kid == nil {
			kid = &tree{key: st.key, tail: tail([]byte(st.key))}
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
	kids := t.byLen[len(key)]
	if len(kids) == 0 {
		return nil
	}
	last := tail(key)
	for _, kid := range kids {
		if kid.tail == last && kid.key == string(key) {
			return kid
		}
	}
	return nil
}

// tail returns the last eight bytes of a key, where most keys of one length
// differ; one comparison tells these apart.
func tail(key []byte) uint64 {
	if len(key) < 8 {
		return 0
	}
	return binary.LittleEndian.Uint64(key[len(key)-8:])
}

// forget takes back what an earlier value of the node had given.
func (t *tree) forget(fields []field) {
	if fields[t.slot].present() {
		clear(fields[t.slot:t.end])
	}
}
