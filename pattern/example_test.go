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
