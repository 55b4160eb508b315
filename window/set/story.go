package set

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Stories are some summaries of what a group has, with the name of the group,
// for the window of a storm. They have the identity of the group; its name
// alone is a story, too.
func Stories(group Identity, name string, some []Summary) []Summary {
	if len(some) == 0 {
		some = []Summary{{}}
	}
	head := string(binary.AppendUvarint(nil, uint64(len(name)))) + name
	var all []Summary
	for _, s := range some {
		if story := (Summary{group, s.Kind, head + s.Text}); !slices.Contains(all, story) {
			all = append(all, story)
		}
	}
	return all
}

// Told are the names of the groups in some stories, in their order, and a
// sample of the summaries.
func (l Limits) Told(stories []Summary) (names, texts []string) {
	of := map[Identity]string{}
	for _, s := range stories {
		of[s.Identity], _ = parted(s.Text)
	}
	sample, _ := l.Sample(stories)
	for _, s := range sample {
		if _, text := parted(s.Text); text != "" {
			texts = append(texts, text)
		}
	}
	return slices.Sorted(maps.Values(of)), texts
}

// parted takes a story apart.
func parted(story string) (name, text string) {
	n, size := binary.Uvarint([]byte(story))
	if size <= 0 || n > uint64(len(story)-size) {
		return "", ""
	}
	return story[size : size+int(n)], story[size+int(n):]
}
