package pattern_test

import (
	"fmt"

	"trailnotify/pattern"
)

func ExampleCompile() {
	p, err := pattern.Compile(`{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" }`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Match([]byte(`{"eventName":"ConsoleLogin","additionalEventData":{"MFAUsed":"No"}}`)))
	fmt.Println(p.Match([]byte(`{"eventName":"ConsoleLogin","additionalEventData":null}`)))
	// Output:
	// true
	// false
}

func ExampleSyntaxError() {
	_, err := pattern.Compile(`{ $.eventName == "ConsoleLogin" }`)
	fmt.Println(err)
	// Output:
	// pattern:1:16: found "=", expected a value: a number, a word, "text" or %regex% (the service says: Invalid metric filter pattern)
	//   { $.eventName == "ConsoleLogin" }
	//                  ^
	//   hint: equality is a single =
}

func ExampleSet_Match() {
	set := pattern.NewSet(
		pattern.MustCompile(`{ $.userIdentity.type = "Root" }`),
		pattern.MustCompile(`{ $.errorCode = "AccessDenied*" }`),
		pattern.MustCompile(`{ $.eventName = "StopLogging" || $.eventName = "DeleteTrail" }`),
	)
	var matched []int
	for _, record := range []string{
		`{"eventName":"StopLogging","userIdentity":{"type":"Root"}}`,
		`{"eventName":"GetObject","errorCode":"AccessDenied"}`,
	} {
		matched = set.Match([]byte(record), matched[:0])
		fmt.Println(matched)
	}
	// Output:
	// [0 2]
	// [1]
}

func ExampleSelector_Value() {
	s, err := pattern.ParseSelector(`$.userIdentity.arn`)
	if err != nil {
		fmt.Println(err)
		return
	}
	arn, found := s.Value([]byte(`{"userIdentity":{"arn":"arn:aws:iam::111122223333:user\/alice"}}`))
	fmt.Println(arn, found)
	_, found = s.Value([]byte(`{"userIdentity":{}}`))
	fmt.Println(found)
	// Output:
	// arn:aws:iam::111122223333:user/alice true
	// false
}

func ExamplePattern_Explain() {
	p := pattern.MustCompile(`{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" }`)
	fmt.Print(p.Explain([]byte(`{"eventName":"ConsoleLogin","additionalEventData":{}}`)))
	// Output:
	// no match
	//   [no ] all of these
	//     [yes] $.eventName = "ConsoleLogin"
	//           $.eventName: "ConsoleLogin"  (it is the same text)
	//     [no ] $.additionalEventData.MFAUsed != "Yes"
	//           missing: $.additionalEventData has no field "MFAUsed"; no comparison holds for a missing field, != included
	// to match, $.additionalEventData.MFAUsed would have to be a string or a number other than "Yes"
}

func ExamplePattern_Warnings() {
	p := pattern.MustCompile(`{ $.userIdentity.tpye = "Root" && $.readOnly = true }`)
	for _, w := range p.Warnings(pattern.WarningOptions{CloudTrail: true}) {
		fmt.Printf("%d:%d: %s: %s\n", w.Line, w.Column, w.Kind, w.Message)
	}
	// Output:
	// 1:3: unknown-field: $.userIdentity has no field "tpye"; did you mean $.userIdentity.type?
	// 1:35: text-not-boolean: this compares with the string "true" and never sees a boolean: write $.readOnly IS TRUE
}
