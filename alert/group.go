package alert

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"trailnotify/alert/line"
	"trailnotify/alert/plain"
	"trailnotify/alert/words"
	"trailnotify/rules/group"
	"trailnotify/window"
)

// A Part is one of the values that tell groups apart.
type Part struct {
	Name    string `json:"name"` // as a rule file writes it: actor, $.userIdentity.arn
	Value   string `json:"value"`
	Missing bool   `json:"missing,omitempty"` // the records have none, and Value is ""
}

// maxGroup is how much of a group's value an alert shows.
const maxGroup = 512

// missing is the name of the group of matches that have no value to group by.
const missing = "missing"

// partsOf are the parts of a group. A rule that doesn't group and a ceiling
// have none; a storm has what its groups have in common, their outcome.
func partsOf(by group.By, g window.Group) []Part {
	switch g.Kind {
	case window.GroupValue:
		return shownParts(by, g.Value)
	case window.GroupMissing:
		parts := make([]Part, len(by))
		for i, p := range by {
			parts[i] = Part{Name: p.String(), Missing: true}
		}
		return parts
	case window.GroupStorm:
		if g.Value == "" {
			return nil
		}
		return []Part{{Name: "outcome", Value: plain.Text(g.Value)}}
	default:
		return nil
	}
}

func shownParts(by group.By, text string) []Part {
	values := by.Values(text)
	parts := make([]Part, len(values))
	for i, v := range values {
		name := plain.Clip(plain.Text(v.Part.String()), maxGroup)
		parts[i] = Part{Name: name, Value: plain.ClipMiddle(plain.Text(v.Text), maxGroup/len(values)), Missing: v.Missing}
	}
	return parts
}

// groupName is a group on one line: the value, or actor=…, outcome=failed where
// a rule has several parts.
func groupName(by group.By, g window.Group) string {
	switch g.Kind {
	case window.GroupValue:
		return joinParts(shownParts(by, g.Value))
	case window.GroupMissing:
		return missing
	default:
		return ""
	}
}

// groupID tells the groups of a rule apart where their names are too long, or
// not plain. A rule that doesn't group has none.
func groupID(g window.Group) string {
	if g.Kind == window.GroupNone {
		return ""
	}
	sum := sha256.Sum256([]byte(g.Key()))
	return hex.EncodeToString(sum[:4])
}

func joinParts(parts []Part) string {
	if len(parts) == 1 && !parts[0].Missing {
		return parts[0].Value
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.Name + "=" + p.Value
		if p.Missing {
			texts[i] = p.Name + " " + missing
		}
	}
	return plain.Clip(strings.Join(texts, ", "), maxGroup)
}

// stormNames are the first names of a storm's groups, the values of their parts
// one after the other; the group of matches without a value has none. A name
// that was too long to be stored has both ends of it.
func stormNames(by group.By, names []string) []string {
	shown := make([]string, min(len(names), maxStorm))
	for i := range shown {
		var texts []string
		for _, p := range shownParts(by, names[i]) {
			texts = append(texts, cmp.Or(p.Value, missing))
		}
		shown[i] = cmp.Or(strings.Join(texts, ", "), missing)
	}
	return shown
}

// groupPieces name the group where it is not said as the actor already.
func (a Alert) groupPieces(w *words.Words) []line.Piece {
	switch {
	case a.Ceiling:
		return line.Own(w.Ceiling)
	case a.Group == missing:
		return line.Own(w.Missing)
	case a.Group == "":
		return nil
	}
	var pieces []line.Piece
	for _, p := range a.GroupParts {
		if !a.saysPart(p) {
			pieces = append(pieces, a.partPiece(p, w))
		}
	}
	return pieces
}

// saysPart reports whether a message says a part of the group by itself: one
// actor, one call or one outcome.
func (a Alert) saysPart(p Part) bool {
	one := func(list []Counted) bool { return len(list) == 1 && list[0].Name == p.Value }
	return len(a.Actors) == 1 && a.Actors[0] == p.Value || one(a.APICalls) || one(a.Outcomes)
}

// partPiece says one part of the group, by name unless it is the only one.
func (a Alert) partPiece(p Part, w *words.Words) line.Piece {
	switch {
	case p.Missing:
		return line.Piece{Before: p.Name + " " + w.Missing}
	case len(a.GroupParts) == 1:
		return line.Piece{Untrusted: Principal(p.Value)}
	default:
		return line.Piece{Before: p.Name + " ", Untrusted: Principal(p.Value)}
	}
}
