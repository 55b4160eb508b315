package main

// closings are variants of how alerts are closed, those that the specification
// names. Three more can't be seen by chance: a lease on a reminder that creates
// one, a register that is read before the lease (each does no harm while the
// other is right), and a reminder that takes the place of one that is leased.
// The tests of tables in package windowtest show these.
var closings = []variant{
	{
		name: "closing: reminder after publishing", sign: open, rate: "2",
		edits: []edit{
			{"window/publish.go", `		if err := c.remind(ctx, s, l, windows[0]); err != nil {
			return said, err
		}
`, ``},
			{"window/publish.go", `	c.accepted.Add(l.key, said)
	return said, nil`, `	c.accepted.Add(l.key, said)
	return said, c.remind(ctx, s, l, windows[0])`},
		},
	},
	{
		name: "closing: recorded and forgotten before publishing", sign: open, rate: "2",
		edits: []edit{{"window/internal/closing/look.go", `	fate, err := l.rule.Publish(ctx, all)
`, `	for _, f := range all {
		_ = d.Table.CloseAlert(ctx, f.Key, f.Start)
		_ = d.Table.DropReminder(ctx, f.Reminder, "")
	}
	fate, err := l.rule.Publish(ctx, all)
`}},
	},
	{
		name: "closing: no lease", sign: twice, rate: "0",
		edits: []edit{{"window/internal/closing/look.go", `	case !ok:
		d.leave(r, &d.Outcome.Contended)
		return nil, nil
`, ``}},
	},
	{
		name: "closing: the register is not looked at", sign: open + "," + amiss, rate: "2",
		edits: []edit{{"window/set/closing.go", `	if _, open := reg.Open[r.Start]; open {
		return Close
	}`, `	if _, open := reg.Open[r.Start]; open || now > 0 {
		return Close
	}`}},
	},
	{
		name: "closing: told by an earlier attempt's reminder", sign: amiss, rate: "2",
		edits: append(toldByReminder(), edit{"simulate/world/reminder.go", `	x.Reminder = r
}`, `	told := x.Told
	x.Reminder = r
	if told > 0 {
		x.Told = told
	}
}`}),
	},
	{
		name: "closing: told by the last attempt's reminder", sign: amiss, rate: "15", edits: toldByReminder(),
	},
	{
		name: "closing: dropped at once if not recorded", sign: open, rate: "15",
		edits: []edit{{"window/set/closing.go", `	if now-r.Put < patience {
		return Wait
	}
`, ``}},
	},
	{
		name: "closing: a day from when it was due, whoever wrote it", sign: open, rate: "15",
		edits: []edit{
			{"window/set/closing.go", `now-r.Put < patience`, `now-r.Due < patience`},
			{"window/internal/closing/look.go", `d.drop(ctx, stored, stored.Token)`, `d.drop(ctx, stored, "")`},
		},
	},
	{
		name: "closing: another reminder for each attempt", sign: twice, rate: "2",
		edits: []edit{{"window/publish.go", `	r.Token, r.Put = l.token, now.Unix()
`, `	r.Token, r.Put = l.token, now.Unix()
	r.Due += now.Unix() % 60
`}},
	},
	{
		name: "closing: the alert stays open", sign: open, rate: "0",
		edits: []edit{{"window/internal/closing/look.go", `return d.Table.CloseAlert(ctx, f.Key, f.Start)`, `return ctx.Err()`}},
	},
	{
		name: "closing: register before lease, and the lease creates", sign: twice, rate: "0",
		edits: []edit{
			{"window/internal/closing/look.go", `	lease := d.Lease()
	stored, ok, err := d.Table.TakeReminder(ctx, r, lease)
`, `	lease := d.Lease()
	reg, err := d.Table.Register(ctx, r.Key)
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	stored, ok, err := d.Table.TakeReminder(ctx, r, lease)
`},
			{"window/internal/closing/look.go", `	reg, err := d.Table.Register(ctx, r.Key)
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	switch stored`, `	switch stored`},
			{"simulate/world/reminder.go", `	case x == nil:
		return set.Reminder{}, false
`, `	case x == nil:
		s.remind(deployment, r)
		x = s.reminder(deployment, r)
`},
		},
	},
	{
		name: "closing: windows read eventually consistent", sign: amiss, rate: "0",
		edits: []edit{{"window/closing.go", `	read := Read{Range: r, Details: true}`, `	read := Read{Range: r, Details: true, Stale: true}`}},
	},
	{
		name: "closing: not cut at the next alert", sign: amiss, rate: "0",
		edits: []edit{{"window/set/closing.go", `		to = min(to, next-period)
`, `		_ = next
`}},
	},
}

// toldByReminder has the reminder say what the alert told.
func toldByReminder() []edit {
	return []edit{
		{"window/set/closing.go", `	Token    string // of the last attempt`, `	Told     int
	Token    string // of the last attempt`},
		{"window/lease.go", `	published  set.Published // when it was claimed
`, `	published  set.Published // when it was claimed
	told       int
`},
		{"window/publish.go", `		last := windows[len(windows)-1]
`, `		last := windows[len(windows)-1]
		l.told = x.Told
`},
		{"window/publish.go", `	r.Token, r.Put = l.token, now.Unix()
`, `	r.Token, r.Put, r.Told = l.token, now.Unix(), l.told
`},
		{"window/internal/closing/look.go", `Told: open.Told, To`, `Told: r.Told, To`},
	}
}
