package traffic

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseSize reads a number of bytes such as 1500, 10MB or 1.5GB; units are powers of ten: kB, MB, GB.
func ParseSize(text string) (int64, error) {
	units := []struct {
		suffix string
		bytes  float64
	}{{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"b", 1}, {"", 1}}
	lower := strings.ToLower(strings.TrimSpace(text))
	for _, unit := range units {
		number, ok := strings.CutSuffix(lower, unit.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(n > 0 && n*unit.bytes < 1e15) {
			break
		}
		return int64(n * unit.bytes), nil
	}
	return 0, fmt.Errorf("size %q is not a number with kB, MB or GB", text)
}

// RecordsIn returns how many records make up about size bytes of JSON Lines, by the mean of a day with the same seed.
func (c Config) RecordsIn(size int64) (int, error) {
	c.Days, c.Duplicates = 1, 0
	c.Records = c.planted() + 5000
	g, err := New(c)
	if err != nil {
		return 0, err
	}
	var total float64
	for r := range g.Records() {
		total += float64(len(r.JSON) + 1)
	}
	return int(float64(size) / total * float64(c.Records)), nil
}
