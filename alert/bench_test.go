package alert

import (
	"testing"

	"trailnotify/cloudtrail"
)

// BenchmarkSummarize is what every match costs.
func BenchmarkSummarize(b *testing.B) {
	examples, err := builtinRules(b)["default"][1].Examples()
	if err != nil {
		b.Fatal(err)
	}
	r := cloudtrail.Record{JSON: examples[0].Record}
	b.SetBytes(int64(len(r.JSON)))
	for b.Loop() {
		Summarize(r)
	}
}
