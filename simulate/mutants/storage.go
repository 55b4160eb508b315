package main

// storage are variants of how windows are divided into parts, and of what is
// believed of windows that are full.
var storage = []variant{
	{
		name: "parts: keyed by the first element, and put", sign: lost + "," + wrong, rate: "0",
		edits: []edit{
			{"window/set/place.go", `	return hash(all)
`, `	return hash(all[:4+len(Identity{})])
`},
			{"window/set/place.go", `	if len(elements) < l.PartSize {
		return l.slotOf(hashOf(elements))
	}
`, ``},
			{"simulate/world/store.go", union, `	if at.Part > 0 {
		it.Elements = nil
	}
` + union},
		},
	},
	{
		name: "distinct: first and last time put for each value", sign: lost + "," + wrong, rate: "0",
		edits: []edit{{"simulate/world/store.go", union, `	it.Elements = slices.DeleteFunc(slices.Clone(it.Elements), func(e set.Element) bool {
		return at.Part > 0 && slices.ContainsFunc(w.Elements, func(x set.Element) bool { return x.Identity == e.Identity })
	})
` + union}},
	},
	{
		name: "parts: put, not united", sign: lost, rate: "0",
		edits: []edit{{"simulate/world/store.go", union, `	if at.Part > 0 && len(w.Elements) > 0 {
		it.Elements = nil
	}
` + union}},
	},
	{
		name: "parts: first page only", sign: lost, rate: "0",
		edits: []edit{{"window/read.go", `	return items, next.Compare(r.To) <= 0, nil`, `	return items, false, nil`}},
	},
	{
		name: "parts: united in a new one, the old ones deleted", sign: lost + "," + wrong, rate: "0",
		edits: []edit{{"window/read.go", `			items, err := c.pages(ctx, j.key, Read{Range: set.PartsOf(s.From, s.To)}, c.counting(j))
`, `			items, err := c.pages(ctx, j.key, Read{Range: set.PartsOf(s.From, s.To), Details: true}, c.counting(j))
			for _, w := range s.Windows {
				c.unite(ctx, j, w, items)
			}
`}, {"window/read.go", `// read puts what was read`, `func (c *call) unite(ctx context.Context, j *job, w int64, items []set.Item) {
	united := Write{Expires: c.options.Now().Add(WindowLife)}
	var old []set.Item
	for _, it := range items {
		if it.Place.Start == w && it.Place.Part > 1 {
			old = append(old, it)
			united.Contents = united.Contents.Union(it.Contents)
		}
	}
	if len(old) < 2 {
		return
	}
	if _, ok, err := c.table.Add(ctx, j.key, set.Place{Start: w, Part: 1}, united); !ok || err != nil {
		return
	}
	for _, it := range old {
		_ = c.table.Compact(ctx, j.key, it.Place, it.Contents)
	}
}

// read puts what was read`}},
	},
	{
		name: "full by elements, not by values", sign: wrong, rate: "0",
		edits: []edit{{"window/set/place.go", `	return len(elements) >= l.Capacity && Distinct(elements) >= l.Capacity`, `	return len(elements) >= l.Capacity`}},
	},
	{
		name: "full by the number of writes", sign: wrong, rate: "0",
		edits: []edit{{"window/write.go", `known.Full || j.Full(stored.Elements)`, `known.Full || known.Unread >= j.LookAfter()`}},
	},
	{
		name: "full by a write without a reply", sign: lost + "," + wrong, rate: "15",
		edits: []edit{{"window/write.go", `	if err != nil {
		t.err = fmt.Errorf("writing window`, `	c.facts.Learn(j.key, t.start, func(known *facts.Window) {
		known.Full = known.Full || j.Full(w.Elements)
	})
	if err != nil {
		t.err = fmt.Errorf("writing window`}},
	},
	{
		name: "full taken for settled", sign: lost, rate: "15",
		edits: []edit{{"window/write.go", `	if t.full {
`, `	if t.full {
		t.state = done
`}},
	},
	{
		name: "full and unspent, and not read", sign: lost, rate: "15",
		edits: []edit{{"window/read.go", `		holds := len(t.image) > 0 &&`, `		holds := t.full || len(t.image) > 0 &&`}},
	},
	{
		name: "the window behind a spent one is not read", sign: lost, rate: "0",
		edits: []edit{{"window/set/due.go", `pub.Spends(s.From, t.Reach)`, `pub.Spends(s.From-t.Period, t.Reach)`}},
	},
	{
		name: "details of large windows are left out", sign: wrong, rate: "0",
		edits: []edit{{"window/write.go", `		t.details = j.apart(details)`, `		_ = j.apart(details)`}},
	},
	{
		name: "details apart are not read", sign: wrong, rate: "0",
		edits: []edit{{"window/settle.go", `	j.seen.Add(items)
`, ``}, {"window/settle.go", `	items, err := c.items(ctx, j.key, Read{Range: set.DetailsOf(from, to), Details: true})
`, `	_, err := c.items(ctx, j.key, Read{Range: set.DetailsOf(from, to), Details: true})
`}},
	},
}

// union is how the simulated table adds elements.
const union = `	it.Elements = union(it.Elements, w.Elements)
`
