package yamlfile_test

import (
	"fmt"

	"trailnotify/rules/internal/yamlfile"
)

// Faults are noted in the file while it is read, and know their places.
func ExampleFile() {
	f := yamlfile.New("rule.yaml", []byte("name: A\nthreshold: ten\nperod: 5m\n"))
	for key, value := range f.Entries(f.Root("a rule"), "", []string{"name", "period", "threshold"}) {
		if key == "threshold" {
			f.Count(key, value, 1, 100)
		}
	}
	fmt.Println(f.Faults.AsError())
	// Output:
	// rule.yaml:2:12: threshold: found "ten", expected a whole number from 1 to 100
	//     threshold: ten
	//                ^^^
	// rule.yaml:3:1: "perod": unknown key; did you mean period?
	//     perod: 5m
	//     ^^^^^
}
