package alert

// A Size is how much of a limit a part of a message takes, in UTF-16 code units
// or in pieces.
type Size struct {
	What      string
	Size, Max int
}

// Sizes measures the notification against the limits of chat applications.
func (c Chat) Sizes() []Size {
	return []Size{
		{"title", units(c.Content.Title), MaxTitle},
		{"description", units(c.Content.Description), MaxDescription},
		{"next steps", len(c.Content.NextSteps), MaxNextSteps},
		{"longest next step", longest(c.Content.NextSteps), MaxNextStep},
		{"keywords", len(c.Content.Keywords), MaxKeywords},
		{"longest keyword", longest(c.Content.Keywords), MaxKeyword},
	}
}

func longest(list []string) int {
	n := 0
	for _, s := range list {
		n = max(n, units(s))
	}
	return n
}
