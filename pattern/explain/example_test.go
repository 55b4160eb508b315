package explain_test

import (
	"fmt"

	"trailnotify/pattern"
	"trailnotify/pattern/explain"
)

func ExampleMessage() {
	p := pattern.MustCompile(`{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" }`)
	fmt.Print(explain.Message(p.Syntax(), []byte(`{"eventName":"ConsoleLogin","additionalEventData":{}}`)))
	// Output:
	// no match
	//   [no ] all of these
	//     [yes] $.eventName = "ConsoleLogin"
	//           $.eventName: "ConsoleLogin"  (it is the same text)
	//     [no ] $.additionalEventData.MFAUsed != "Yes"
	//           missing: $.additionalEventData has no field "MFAUsed"; no comparison holds for a missing field, != included
	// to match, $.additionalEventData.MFAUsed would have to be a string or a number other than "Yes"
}
