package history

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
)

func BenchmarkRecords(b *testing.B) {
	const n = 10_000
	line := examples[0]
	plain := map[string]string{
		"lines":       strings.Repeat(line+"\n", n),
		"S3 delivery": `{"Records":[` + strings.Repeat(line+",", n-1) + line + "]}",
		"indented":    strings.Repeat(indent(line)+"\n", n),
	}
	files := map[string]io.ReadSeeker{}
	for name, content := range plain {
		files[name] = strings.NewReader(content)
	}
	files["S3 delivery, gzip"] = bytes.NewReader(compress(b, []byte(plain["S3 delivery"])))
	for name, file := range files {
		b.Run(name, func(b *testing.B) {
			r := fileReader{in: &Input{}, limit: maxValue}
			b.ReportAllocs()
			b.SetBytes(int64(n * len(line)))
			for b.Loop() {
				if _, err := file.Seek(0, io.SeekStart); err != nil {
					b.Fatal(err)
				}
				readFrom(&r, file, func(cloudtrail.Record, error) bool { return true })
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
