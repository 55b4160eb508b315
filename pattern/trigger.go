package pattern

import (
	"trailnotify/pattern/syntax"
)

// trigger is something that holds for a field.
type trigger struct {
	kind  triggerKind
	field int
	text  string
}

type triggerKind uint8

const (
	triggerPresent triggerKind = iota
	triggerExact               // the text is
	triggerPrefix              // the text begins with
	triggerSuffix              // the text ends with
)

// countTexts counts, by field, the different texts that patterns ask for: the
// more there are, the fewer patterns one text brings up.
func countTexts(programs []program, nodes int) []int {
	variety := make([]int, nodes)
	seen := map[trigger]bool{}
	for _, p := range programs {
		if p.json != nil {
			p.json.countTexts(seen, variety)
		}
	}
	return variety
}

func (p *jsonProgram) countTexts(seen map[trigger]bool, variety []int) {
	if p.kind == syntax.Single {
		if t, ok := p.leaf.trigger(); ok && t.kind == triggerExact && !seen[t] {
			seen[t] = true
			variety[t.field]++
		}
	}
	for _, kid := range p.parts {
		kid.countTexts(seen, variety)
	}
}

// triggers returns triggers at least one of which holds whenever p does, and
// what asking p costs with them: an estimate of how often that would be. ok is
// false if p can hold without any field.
func (p *jsonProgram) triggers(variety []int) (best []trigger, cost float64, ok bool) {
	switch p.kind {
	case syntax.Single:
		t, ok := p.leaf.trigger()
		return []trigger{t}, t.cost(variety), ok
	case syntax.All:
		for _, kid := range p.parts {
			if t, c, found := kid.triggers(variety); found && (!ok || c < cost) {
				best, cost, ok = t, c, true
			}
		}
		return best, cost, ok
	default:
		for _, kid := range p.parts {
			t, c, found := kid.triggers(variety)
			if !found {
				return nil, 0, false
			}
			best, cost = append(best, t...), cost+c
		}
		return best, cost, true
	}
}

// trigger returns what must hold of the field for the leaf to hold.
func (l *leaf) trigger() (trigger, bool) {
	if l.operator == syntax.NotExists {
		return trigger{}, false
	}
	t := trigger{field: l.field}
	if l.operator != syntax.Equal || l.literal != syntax.Text || len(l.tail) > 0 {
		return t, true
	}
	first, last := l.text.parts[0], l.text.parts[len(l.text.parts)-1]
	switch {
	case len(l.text.parts) == 1:
		t.kind, t.text = triggerExact, string(first)
	case len(first) > 0:
		t.kind, t.text = triggerPrefix, string(first)
	case len(last) > 0:
		t.kind, t.text = triggerSuffix, string(last)
	}
	return t, true
}

func (t trigger) cost(variety []int) float64 {
	if t.kind == triggerPresent {
		return 1
	}
	return 1 / float64(1+variety[t.field])
}
