package pattern

// trigger is something that holds for the field of a slot.
type trigger struct {
	kind triggerKind
	slot int
	text string
}

type triggerKind uint8

const (
	triggerPresent triggerKind = iota
	triggerExact               // the text is
	triggerPrefix              // the text begins with
	triggerSuffix              // the text ends with
)

// countTexts counts, by slot, the different texts that patterns ask for: the
// more there are, the fewer patterns one text brings up.
func countTexts(programs []program, slots int) []int {
	variety := make([]int, slots)
	seen := map[trigger]bool{}
	for _, p := range programs {
		if p.json != nil {
			p.json.countTexts(seen, variety)
		}
	}
	return variety
}

func (p *jsonProgram) countTexts(seen map[trigger]bool, variety []int) {
	if p.op == opCond {
		if t, ok := p.leaf.trigger(); ok && t.kind == triggerExact && !seen[t] {
			seen[t] = true
			variety[t.slot]++
		}
	}
	for _, kid := range p.kids {
		kid.countTexts(seen, variety)
	}
}

// triggers returns triggers of which one at least holds whenever p does, and
// what asking p costs with them: an estimate of how often that would be. ok is
// false if p can hold without any field.
func (p *jsonProgram) triggers(variety []int) (best []trigger, cost float64, ok bool) {
	switch p.op {
	case opCond:
		t, ok := p.leaf.trigger()
		return []trigger{t}, t.cost(variety), ok
	case opAnd:
		for _, kid := range p.kids {
			if t, c, found := kid.triggers(variety); found && (!ok || c < cost) {
				best, cost, ok = t, c, true
			}
		}
		return best, cost, ok
	default:
		for _, kid := range p.kids {
			t, c, found := kid.triggers(variety)
			if !found {
				return nil, 0, false
			}
			best, cost = append(best, t...), cost+c
		}
		return best, cost, true
	}
}

// trigger returns what must hold of the slot for the leaf to hold.
func (l *leaf) trigger() (trigger, bool) {
	if l.op == opNotExists {
		return trigger{}, false
	}
	t := trigger{slot: l.slot}
	if l.op != opEqual || l.literal != textLiteral || len(l.tail) > 0 {
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
	return 1 / float64(1+variety[t.slot])
}
