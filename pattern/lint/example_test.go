package lint_test

import (
	"fmt"

	"trailnotify/pattern"
	"trailnotify/pattern/lint"
)

func ExamplePattern() {
	p := pattern.MustCompile(`{ $.userIdentity.tpye = "Root" && $.readOnly = true }`)
	for _, w := range lint.Pattern(p.Syntax(), lint.Options{CloudTrail: true}) {
		fmt.Printf("%d:%d: %s: %s\n", w.Line, w.Column, w.Kind, w.Message)
	}
	// Output:
	// 1:3: unknown-field: $.userIdentity has no field "tpye"; did you mean $.userIdentity.type?
	// 1:35: text-not-boolean: this compares with the string "true" and never sees a boolean: write $.readOnly IS TRUE
}
