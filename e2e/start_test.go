package e2e

import (
	"regexp"
	"strconv"
	"testing"

	"trailnotify/e2e/stand"
)

// initDuration is what the emulator says of the time from the start of a process until it asks for its first event.
var initDuration = regexp.MustCompile(`INIT REPORT\(durationMs: ([0-9.]+)\)`)

// BenchmarkStart compares the start of the function with that of a bare one, which only answers. Run it with
// -benchtime 20x; ms/start is the mean of what Lambda would bill as initialisation.
func BenchmarkStart(b *testing.B) {
	root, err := stand.Root()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, dir, pkg string }{
		{"bare", root + "/e2e", "./stand/echo"},
		{"function", root, "./cmd/lambda"},
	} {
		b.Run(c.name, func(b *testing.B) {
			bootstrap := stand.Build(b, c.dir, c.pkg)
			total := 0.0
			for range b.N {
				function := stand.StartFunction(b, bootstrap,
					"TABLE_NAME=counts", "SNS_TOPIC_ARN=arn:aws:sns:ap-northeast-1:111122223333:alerts", "HOME_REGIONS="+stand.Region)
				if _, err := function.Invoke(stand.ControlMessage().Subscription()); err != nil {
					b.Fatal(err)
				}
				total += initOf(b, function.Log())
			}
			b.ReportMetric(total/float64(b.N), "ms/start")
		})
	}
}

func initOf(b *testing.B, log string) float64 {
	b.Helper()
	found := initDuration.FindStringSubmatch(log)
	if found == nil {
		b.Fatalf("no report of the initialisation in the log:\n%s", log)
	}
	ms, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		b.Fatal(err)
	}
	return ms
}
