package rules

import "testing"

func BenchmarkBuiltin(b *testing.B) {
	for _, name := range Names() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Builtin(name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOverride(b *testing.B) {
	set := builtinSet(b, "default")
	environ := []string{"HOME_REGIONS=ap-northeast-1", "ROOT_USAGE_ALERT_THRESHOLD=3", "PATH=/bin", "AWS_LAMBDA_FUNCTION_NAME=trail", "LANG=C"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := set.Override(environ, nil); err != nil {
			b.Fatal(err)
		}
	}
}
