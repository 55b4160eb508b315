package plain_test

import (
	"fmt"

	"trailnotify/alert/plain"
)

// Text from a record is made plain before anybody reads it.
func ExampleText() {
	fmt.Println(plain.Text("user/\u202Enimda\x1b[31m"))
	// Output: user/�nimda�[31m
}
