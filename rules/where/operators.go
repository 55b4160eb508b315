package where

import (
	"errors"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
)

// The functions of this file stand for the operators of a condition. Whatever
// values they are given, they return one: false or nil where the operator has
// no meaning. Values are nil, bool, float64, string, []any and map[string]any,
// and the int of a literal.

// errSteps says that a condition looked at too many elements.
var errSteps = errors.New("looks at more elements than it may")

// get is a.b and a[b].
func get(from, key any) any {
	switch from := from.(type) {
	case map[string]any:
		if name, ok := key.(string); ok {
			return from[name]
		}
	case []any:
		i, ok := number(key)
		if n := int(i); ok && float64(n) == i {
			if n < 0 {
				n += len(from)
			}
			if 0 <= n && n < len(from) {
				return from[n]
			}
		}
	}
	return nil
}

// isTrue is a condition within a condition.
func isTrue(x any) bool { return x == true }

// list is what any, all and their like go through: nothing where there is no
// list, and the values of an object.
func list(x any) []any {
	switch x := x.(type) {
	case []any:
		return x
	case map[string]any:
		all := make([]any, 0, len(x))
		for _, name := range slices.Sorted(maps.Keys(x)) {
			all = append(all, x[name])
		}
		return all
	default:
		return []any{}
	}
}

// number returns the number that a value is.
func number(x any) (float64, bool) {
	switch x := x.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	default:
		return 0, false
	}
}

// equal is ==.
func equal(a, b any) bool {
	x, isX := number(a)
	y, isY := number(b)
	if isX && isY {
		return x == y
	}
	return isX == isY && reflect.DeepEqual(a, b)
}

// differs is !=: two values of one kind that are not equal. What is not there
// differs from nothing.
func differs(a, b any) bool { return kindOf(a) == kindOf(b) && a != nil && !equal(a, b) }

// kindOf is the name of the kind of a value.
func kindOf(x any) string {
	switch x.(type) {
	case nil:
		return "nothing"
	case bool:
		return "true or false"
	case float64, int:
		return "number"
	case string:
		return "text"
	case []any:
		return "list"
	default:
		return "object"
	}
}

// compare is <, <=, > and >=, of two numbers or two texts.
func compare(a, b any, holds func(sign int) bool) bool {
	if x, ok := number(a); ok {
		y, ok := number(b)
		return ok && holds(sign(x-y))
	}
	x, ok := a.(string)
	y, okay := b.(string)
	return ok && okay && holds(strings.Compare(x, y))
}

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	default:
		return 0
	}
}

// calculate is +, -, *, /, % and **. The sum of two texts is one text.
func calculate(operator string, a, b any) any {
	if s, ok := a.(string); ok && operator == "+" {
		if t, ok := b.(string); ok {
			return s + t
		}
		return nil
	}
	x, ok := number(a)
	y, okay := number(b)
	if !ok || !okay {
		return nil
	}
	result := arithmetic(operator, x, y)
	if math.IsNaN(result) || math.IsInf(result, 0) {
		return nil
	}
	return result
}

func arithmetic(operator string, x, y float64) float64 {
	switch operator {
	case "+":
		return x + y
	case "-":
		return x - y
	case "*":
		return x * y
	case "/":
		return x / y
	case "%":
		return math.Mod(x, y)
	default:
		return math.Pow(x, y)
	}
}

// within is in: an element of a list, or the name of a member of an object.
func within(x, in any) bool {
	switch in := in.(type) {
	case []any:
		return slices.ContainsFunc(in, func(y any) bool { return equal(x, y) })
	case map[string]any:
		name, ok := x.(string)
		_, there := in[name]
		return ok && there
	default:
		return false
	}
}

// texts applies an operator of texts.
func texts(a, b any, holds func(s, t string) bool) bool {
	s, ok := a.(string)
	t, okay := b.(string)
	return ok && okay && holds(s, t)
}
