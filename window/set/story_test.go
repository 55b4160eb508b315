package set

import (
	"slices"
	"testing"
)

func TestStories(t *testing.T) {
	some := []Summary{{Identity{1}, Kind{1, 1}, "one"}, {Identity{2}, Kind{2, 2}, "two"}}
	all := slices.Concat(
		Stories(Identity{9}, "b", some), Stories(Identity{8}, "a", some[:1]), Stories(Identity{7}, "\x05nobody", nil), Stories(Identity{6}, "", some[1:]))
	names, texts := limits.Told(all)
	if !slices.Equal(names, []string{"", "\x05nobody", "a", "b"}) {
		t.Errorf("names %q", names)
	}
	if slices.Sort(texts); !slices.Equal(texts, []string{"one", "one", "two", "two"}) {
		t.Errorf("texts %q", texts)
	}
}

// TestStories_Alike has two matches of a group with one summary, which differ
// in their identities alone: no set holds a member twice.
func TestStories_Alike(t *testing.T) {
	if all := Stories(Identity{9}, "a", []Summary{{Identity{1}, Kind{}, "s"}, {Identity{2}, Kind{}, "s"}}); len(all) != 1 {
		t.Errorf("stories %v", all)
	}
}

// TestStories_Broken reads what is no story: nothing is in it.
func TestStories_Broken(t *testing.T) {
	for _, text := range []string{"", "\x05abc", "\x80", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
		if name, rest := parted(text); name != "" || rest != "" {
			t.Errorf("%q: name %q, text %q", text, name, rest)
		}
	}
}
