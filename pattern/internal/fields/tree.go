package fields

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
)

// A Tree holds the paths of object keys that patterns select. Every path, and
// every start of one, is a node. Nodes are numbered in preorder, so that those
// below a node are the ones up to its end.
type Tree struct {
	kids  map[string]*Tree
	byLen [][]*Tree // the kids, by the length of their key
	key   string
	tail  uint64 // the last eight bytes of the key, 0 if it has fewer
	Field int    // the number of the node, which is the place of its value in Reader.Fields
	end   int    // the number behind the last one of this subtree

	Inside bool // a pattern looks into an array or object that is here
}

// Insert returns the node that the keys lead to, and makes it if it is new.
func (t *Tree) Insert(keys []string) *Tree {
	for _, key := range keys {
		kid := t.kids[key]
		if kid == nil {
			kid = &Tree{key: key, tail: tail([]byte(key))}
			if t.kids == nil {
				t.kids = map[string]*Tree{}
			}
			t.kids[key] = kid
		}
		t = kid
	}
	return t
}

// Number numbers the nodes of the finished tree, from the given number on, and
// returns the next free one.
func (t *Tree) Number(next int) int {
	t.Field = next
	next++
	kids := slices.SortedFunc(maps.Values(t.kids), func(a, b *Tree) int { return cmp.Compare(a.key, b.key) })
	for _, kid := range kids {
		next = kid.Number(next)
		for len(t.byLen) <= len(kid.key) {
			t.byLen = append(t.byLen, nil)
		}
		t.byLen[len(kid.key)] = append(t.byLen[len(kid.key)], kid)
	}
	t.end = next
	return next
}

// child returns the node below t for a key, nil if no pattern selects it.
func (t *Tree) child(key []byte) *Tree {
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
func (t *Tree) forget(fields []Field) {
	if fields[t.Field].Present() {
		clear(fields[t.Field:t.end])
	}
}
