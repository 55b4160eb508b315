package traffic

import "testing"

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{"1500": 1500, "10MB": 10e6, "1.5 GB": 15e8, "3kb": 3000, "7B": 7} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("ParseSize(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "GB", "-1MB", "0", "1TB", "NaN", "Inf", "1e300GB"} {
		if got, err := ParseSize(text); err == nil {
			t.Errorf("ParseSize(%q) = %d, want an error", text, got)
		}
	}
}

func TestRecordsIn_MeetsTheSize(t *testing.T) {
	c := Config{Seed: 4, From: first, Days: 2}
	var err error
	if c.Records, err = c.RecordsIn(20e6); err != nil {
		t.Fatal(err)
	}
	size := len(text(generator(t, c)))
	if size < 19.6e6 || size > 20.4e6 {
		t.Errorf("%d bytes, asked for 20,000,000", size)
	}
}
