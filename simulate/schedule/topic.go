package schedule

// Topics are the topics that alerts can go to. The first is the base topic.
const Topics = 3

// severities are those of rules.
var severities = []string{"info", "low", "medium", "high", "critical"}

// A Route sends the alerts of a severity to a topic.
type Route struct {
	Severity string // "": all that have no route of their own
	Topic    int
}

// routes draws routes: always one to the base topic, and some of severities.
func (g *generator) routes() []Route {
	all := []Route{{"", 0}}
	for _, s := range severities {
		if g.chance(2) {
			all = append(all, Route{s, g.IntN(Topics)})
		}
	}
	return all
}

// TopicOf is the topic that alerts of a severity go to.
func (s *Schedule) TopicOf(severity string) int {
	for _, r := range s.Routes {
		if r.Severity == severity {
			return r.Topic
		}
	}
	return s.Routes[0].Topic
}
