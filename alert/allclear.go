package alert

// AllClear reports whether the message closes alerts after which nothing came,
// and no more is to be said than that. Whoever has an incident open for them
// needs it; people do not, unless the rule has it sent to them.
func (a Alert) AllClear() bool {
	return a.Closing != nil && a.Closing.More == Tally{} && !a.Closing.Wanted
}
