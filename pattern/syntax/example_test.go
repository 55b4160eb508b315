package syntax_test

import (
	"fmt"

	"trailnotify/pattern/syntax"
)

func ExampleParse() {
	p, err := syntax.Parse(`{($.eventName="DeleteTrail")||($.eventName="Stop*")}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range p.Expr.Parts {
		c := e.Condition
		fmt.Println(c.Selector, c.Operator, c.Value.Parts)
	}
	fmt.Println(p.Canonical())
	// Output:
	// $.eventName = [DeleteTrail]
	// $.eventName = [Stop ]
	// { $.eventName = "DeleteTrail" || $.eventName = "Stop*" }
}

func ExampleError() {
	_, err := syntax.Parse(`{ $.eventName == "ConsoleLogin" }`)
	fmt.Println(err)
	// Output:
	// pattern:1:16: found "=", expected a value: a number, a word, "text" or %regex% (the service says: Invalid metric filter pattern)
	//   { $.eventName == "ConsoleLogin" }
	//                  ^
	//   hint: equality is a single =
}

func ExampleParseSelector() {
	s, err := syntax.ParseSelector(`$.resources[0]['ARN']`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s)
	// Output:
	// $.resources[0].ARN
}
