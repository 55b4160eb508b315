package where

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/expr-lang/expr"
)

// A function is one that a condition may call.
type function struct {
	do   func(arguments []any) any
	kind any // pointer to a func: what the library checks
}

func (f function) option(name string) expr.Option {
	return expr.Function(name, func(arguments ...any) (any, error) { return f.do(arguments), nil }, f.kind)
}

// takes is the number of arguments.
func (f function) takes() int { return reflect.TypeOf(f.kind).Elem().NumIn() }

var (
	one      = new(func(any) any)
	oneBool  = new(func(any) bool)
	two      = new(func(any, any) any)
	twoBool  = new(func(any, any) bool)
	twoSteps = new(func(any, any) bool)
)

// functions are those that people write.
var functions = func() map[string]*function {
	all := map[string]*function{
		"len":     {func(p []any) any { return length(p[0]) }, one},
		"sum":     {func(p []any) any { return sum(p[0]) }, one},
		"values":  {func(p []any) any { return list(p[0]) }, new(func(any) []any)},
		"cidr":    {func(p []any) any { return cidr(p[0], p[1]) }, twoBool},
		"trusted": {nil, twoBool}, // the lists are given with the condition
	}
	for name, f := range textual {
		kind := one
		all[name] = &function{func(p []any) any {
			if s, ok := p[0].(string); ok {
				return f(s)
			}
			return nil
		}, kind}
	}
	return all
}()

// hiddenFunctions stand for operators.
var hiddenFunctions = func() map[string]*function {
	all := map[string]*function{
		"get":        {func(p []any) any { return get(p[0], p[1]) }, two},
		"isTrue":     {func(p []any) any { return isTrue(p[0]) }, oneBool},
		"list":       {func(p []any) any { return list(p[0]) }, new(func(any) []any)},
		"step":       {func(p []any) any { return step(p[0], p[1]) }, two},
		"stepIsTrue": {func(p []any) any { return isTrue(step(p[0], p[1])) }, twoSteps},
		"==":         {func(p []any) any { return equal(p[0], p[1]) }, twoBool},
		"!=":         {func(p []any) any { return differs(p[0], p[1]) }, twoBool},
		"in":         {func(p []any) any { return within(p[0], p[1]) }, twoBool},
		"matches": {func(p []any) any {
			s, ok := p[0].(string)
			return ok && p[1].(*regexp.Regexp).MatchString(s)
		}, twoBool},
	}
	for name, holds := range map[string]func(int) bool{
		"<": func(s int) bool { return s < 0 }, "<=": func(s int) bool { return s <= 0 },
		">": func(s int) bool { return s > 0 }, ">=": func(s int) bool { return s >= 0 },
	} {
		all[name] = &function{func(p []any) any { return compare(p[0], p[1], holds) }, twoBool}
	}
	for _, name := range []string{"+", "-", "*", "/", "%", "**", "^"} {
		all[name] = &function{func(p []any) any { return calculate(name, p[0], p[1]) }, two}
	}
	for name, holds := range map[string]func(s, t string) bool{
		"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix,
	} {
		all[name] = &function{func(p []any) any { return texts(p[0], p[1], holds) }, twoBool}
	}
	return all
}()

// step counts an element that a condition looks at.
func step(environment, x any) any {
	if left := environment.(map[string]any)[stepsKey].(*int); *left <= 0 {
		panic(errSteps)
	} else {
		*left--
	}
	return x
}
