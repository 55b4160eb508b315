package alert

import (
	"fmt"
	"slices"
	"strings"

	"trailnotify/alert/facts"
	"trailnotify/alert/line"
	"trailnotify/alert/plain"
	"trailnotify/alert/words"
	"trailnotify/rules/group"
	"trailnotify/rules/title"
)

// what says what was done, the gravest first. Calls without words of their own
// are named.
func (a Alert) what(w *words.Words) []line.Piece {
	var pieces []line.Piece
	at := map[string]int{}
	for _, c := range a.Actions {
		said := c.done(w, len(a.Outcomes) > 1)
		text := plainLine(said)
		i, seen := at[text]
		if !seen {
			i, at[text] = len(pieces), len(pieces)
			pieces = append(pieces, line.Piece{Then: said})
		}
		pieces[i].Times += c.Count
	}
	for _, c := range a.Actions { // of what is said once, all matches are known
		if i := at[plainLine(c.done(w, len(a.Outcomes) > 1))]; pieces[i].Times == a.seen(Action.sameKind, c) {
			n := a.total(c)
			pieces[i].Times, pieces[i].AtLeast = n.Count, n.AtLeast
		}
	}
	return pieces
}

// done says a call in a list of several: with how it ended where they differ.
func (c Action) done(w *words.Words, differ bool) []line.Piece {
	said, known := c.words(w)
	if !known {
		said = []line.Piece{{Untrusted: c.Call}}
	}
	if differ && c.Outcome != group.Succeeded {
		said = append(said, line.Piece{Before: fmt.Sprintf(w.Aside, w.Outcome(c.Outcome))})
	}
	return said
}

// calls are the names of the calls, unless all are named already.
func (a Alert) calls() []line.Piece {
	if slices.ContainsFunc(a.Actions, func(c Action) bool { return facts.Known(c.Call) }) {
		return tallied(a.APICalls, nil)
	}
	return nil
}

// ended says how the calls ended, and why: in words where they are known, else
// by the error code.
func (a Alert) ended(w *words.Words) []line.Piece {
	type end struct{ outcome, reason, code string }
	var pieces []line.Piece
	at := map[end]int{}
	for _, c := range a.Actions {
		e := end{c.Outcome, c.Reason, ""}
		if c.Reason == "" {
			e.code = c.Error
		}
		i, seen := at[e]
		if !seen {
			i = len(pieces)
			at[e] = i
			pieces = append(pieces, line.Piece{Before: w.Outcome(e.outcome)})
			if e.reason != "" || e.code != "" {
				pieces[i].Before += w.Colon + w.Fixed(e.reason)
				pieces[i].Untrusted = e.code
			}
		}
		pieces[i].Times += c.Count
	}
	for _, n := range a.Outcomes { // of an outcome with one reason, all matches are known
		for i := range pieces {
			if pieces[i].Before == w.Outcome(n.Name) || strings.HasPrefix(pieces[i].Before, w.Outcome(n.Name)+w.Colon) {
				if pieces[i].Times == a.seen(Action.sameOutcome, Action{Outcome: n.Name}) {
					pieces[i].Times, pieces[i].AtLeast = n.Count, n.AtLeast
				}
			}
		}
	}
	return pieces
}

// seen is how many of the sampled matches are like an action.
func (a Alert) seen(alike func(x, y Action) bool, c Action) (n int) {
	for _, other := range a.Actions {
		if alike(c, other) {
			n += other.Count
		}
	}
	return n
}

func (c Action) sameKind(other Action) bool {
	return c.Call == other.Call && c.Outcome == other.Outcome
}

func (c Action) sameOutcome(other Action) bool { return c.Outcome == other.Outcome }

// why names the rule, what it is about, and the count against its threshold.
func (a Alert) why(w *words.Words) string {
	if a.Kind == KindTest {
		return a.Rule
	}
	text := a.Rule
	if about := w.Fixed(a.Description); about != "" {
		text = fmt.Sprintf(w.Named, a.Rule, about)
	}
	return text + w.Comma + a.number(w)
}

// weighed says why the severity is not that of the rule.
func (a Alert) weighed(w *words.Words) string {
	if len(a.SeverityReasons) == 0 {
		return ""
	}
	reasons := make([]string, len(a.SeverityReasons))
	for i, reason := range a.SeverityReasons {
		reasons[i] = w.Because[reason]
	}
	return fmt.Sprintf(w.Weighed, w.Severity(a.Severity), w.Severity(a.RuleSeverity), strings.Join(reasons, w.And))
}

// shownAdvice is how many lines of the runbook a message has.
const shownAdvice = 2

// advice are the first lines of the runbook.
func (a Alert) advice(w *words.Words) []string {
	lines := slices.Clone(a.RunbookText[:min(len(a.RunbookText), shownAdvice)])
	for i, said := range lines {
		lines[i] = plain.Text(w.Fixed(said))
	}
	return lines
}

// details are the facts that are not said in full with what was done, each name
// once.
func (a Alert) details(w *words.Words) []line.Piece {
	var names []string
	values := map[string][]line.Piece{}
	for _, c := range a.Actions {
		said := c.say(w)
		for _, f := range c.Facts {
			told := slices.ContainsFunc(said, func(p line.Piece) bool { return p.Untrusted == f.Value })
			if told || slices.Contains(facts.Words(), facts.Short(f.Name, f.Value)) {
				continue
			}
			p := line.Piece{Untrusted: f.Value}
			if len(values[f.Name]) == 0 {
				names = append(names, f.Name)
				p.Before = f.Name + " "
			}
			if !slices.ContainsFunc(values[f.Name], func(q line.Piece) bool { return q.Untrusted == f.Value }) {
				values[f.Name] = append(values[f.Name], p)
			}
		}
	}
	var pieces []line.Piece
	for _, name := range names {
		pieces = append(pieces, values[name]...)
	}
	return pieces
}

// otherResources are those that the details don't have.
func (a Alert) otherResources() []line.Piece {
	said := map[string]bool{}
	for _, c := range a.Actions {
		if len(c.Facts) > 0 && c.said(c.Resource) {
			said[c.Resource] = true
		}
	}
	return tallied(slices.DeleteFunc(slices.Clone(a.Resources), func(c Counted) bool { return said[c.Name] }), nil)
}

// said reports whether every value of a resource is among the facts.
func (c Action) said(resource string) bool {
	for part := range strings.FieldsSeq(resource) {
		_, value, ok := strings.Cut(part, "=")
		if !ok {
			value = part
		}
		if !slices.ContainsFunc(c.Facts, func(f facts.Fact) bool { return f.Value == value }) {
			return false
		}
	}
	return true
}

// say says a call in the language: in its own words, or by its name.
func (c Action) say(w *words.Words) []line.Piece {
	if said, known := c.words(w); known {
		return said
	}
	return fill(w, phrase(w, "", c.Outcome), c.field)
}

// words says a call in the words that the table has for it, unless the record
// lacks what these need.
func (c Action) words(w *words.Words) (said []line.Piece, known bool) {
	said = fill(w, phrase(w, c.Call, c.Outcome), c.field)
	incomplete := slices.ContainsFunc(said, func(p line.Piece) bool { return p.Before == title.Unknown })
	return said, facts.Known(c.Call) && !incomplete
}

// phrase is that of a call in the language.
func phrase(w *words.Words, call, outcome string) title.Template {
	switch said := facts.Say(call); {
	case w.Japanese:
		return said.Japanese
	case outcome == group.Succeeded:
		return said.Past
	default:
		return said.Base
	}
}
