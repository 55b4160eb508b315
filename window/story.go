package window

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"

	"trailnotify/window/internal/facts"
	"trailnotify/window/set"
)

// A group that is not alerted by name tells its story to the storm: its name,
// and summaries of some of its matches.

// maxStory is how many summaries a group tells. With a name of the usual length
// they cost one write unit.
const maxStory = 2

// name writes the story of a group that has entered window w, where the given
// groups are, to a part of its own, so that no group pays for the others. Behind
// the first maxNames, and where the window is full, only what is of a new kind
// is told, for all that this process knows.
func (c *call) name(ctx context.Context, j *job, storm *subject, w int64, groups []set.Element) error {
	story := j.story()
	known := c.facts.Window(storm.key, w).Bars
	inside := slices.ContainsFunc(groups, func(e set.Element) bool { return e.Identity == story[0].Identity })
	if !inside || len(groups) > j.rule.Storm+maxNames {
		story = known.Rare(set.Contents{Summaries: story}).Summaries
	}
	if len(story) == 0 || known.Has(story) {
		return nil
	}
	contents := set.Contents{Summaries: story}
	at := set.Place{Start: w, Part: set.Own([]set.Element{{Identity: IdentityOf(j.key)}})}
	_, _, err := c.table.Add(ctx, storm.key, at, Write{Contents: contents, Expires: c.options.Now().Add(WindowLife)})
	if err == nil {
		bars := storm.bounds.limits().BarsOf(contents)
		c.facts.Learn(storm.key, w, func(known *facts.Window) { known.Bars = known.Bars.And(bars) })
	}
	return err
}

// story are a few summaries of the matches of a group, as different as can be,
// with its name. They have the identity of the group.
func (j *job) story() []set.Summary {
	var all []set.Summary
	for _, t := range j.touches {
		all = append(all, t.content.Summaries...)
	}
	for _, content := range j.seen {
		all = append(all, content.Summaries...)
	}
	told, _ := set.Limits{Summaries: maxStory}.Sample(all)
	if len(told) == 0 {
		told = []set.Summary{{}}
	}
	name := cutMiddle(j.group.Value, maxGroup)
	for i, s := range told {
		told[i].Identity = IdentityOf(j.key)
		told[i].Text = string(binary.AppendUvarint(nil, uint64(len(name)))) + name + s.Text
	}
	return told
}

// storied are the names of the groups that told their story to a window of a
// storm, and a sample of their matches.
func storied(c set.Contents, limits set.Limits) (names []string, summaries [][]byte) {
	of := map[Identity]string{}
	for _, s := range c.Summaries {
		of[s.Identity], _ = parted(s.Text)
	}
	sample, _ := limits.Sample(c.Summaries)
	for _, s := range sample {
		if _, text := parted(s.Text); text != "" {
			summaries = append(summaries, []byte(text))
		}
	}
	return slices.Sorted(maps.Values(of)), summaries
}

// parted takes a story apart.
func parted(story string) (name, text string) {
	n, size := binary.Uvarint([]byte(story))
	if size <= 0 || n > uint64(len(story)-size) {
		return "", ""
	}
	return story[size : size+int(n)], story[size+int(n):]
}
