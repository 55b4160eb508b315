package where

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// Lists are the values that [Compile] gives to trusted, by the name of a list.
type Lists map[string][]string

// A Condition is compiled. It is safe for concurrent use.
type Condition struct {
	text    string
	lists   Lists
	program *vm.Program
}

// Compile compiles a condition. An error is a *Fault.
func Compile(text string, lists Lists) (*Condition, error) {
	r := rewriter{text: text, lists: lists}
	program, err := expr.Compile(text, r.options()...)
	if r.fault != nil {
		return nil, r.fault
	}
	if err != nil {
		return nil, asFault(text, err)
	}
	return &Condition{text: text, lists: lists, program: program}, nil
}

// String returns the text of the condition.
func (c *Condition) String() string { return c.text }

// limits of one evaluation. A record has at most 256 KB; a condition on two of
// its lists, each element with each other, can still take far too long.
const (
	maxMemory = 200_000 // elements of lists that the condition makes
	maxSteps  = 200_000 // elements that it looks at
)

// Match reports whether the condition holds for a record, which was decoded by
// [Decode]. An error says that it could not be told: a limit was reached. Then
// it counts as if it held.
func (c *Condition) Match(record Record) (bool, error) {
	steps := maxSteps
	machine := vm.VM{MemoryBudget: maxMemory}
	result, err := machine.Run(c.program, environment(record, &steps))
	if err != nil {
		return true, fmt.Errorf("condition: %w", plainly(err))
	}
	return result == true, nil
}

// plainly leaves out where in the condition something happened: that a limit
// was reached is no fault of the condition.
func plainly(err error) error {
	if at, ok := errors.AsType[*file.Error](err); ok {
		return errors.New(at.Message)
	}
	return err
}

// A Fault is why a condition can't be compiled.
type Fault struct {
	Offset, Length int // of the part of the text, in bytes
	Message        string
}

func (f *Fault) Error() string { return f.Message }

// asFault makes a fault of the library's, which counts in characters.
func asFault(text string, err error) *Fault {
	at, ok := errors.AsType[*file.Error](err)
	if !ok {
		return &Fault{Message: err.Error()}
	}
	from, to := byteAt(text, at.From), byteAt(text, at.To)
	return &Fault{Offset: from, Length: max(1, to-from), Message: inWords(at.Message)}
}

// token is how the library names a part of a condition: Operator("=").
var token = regexp.MustCompile(`^unexpected token \w+\((".*")\)$`)

// EndsEarly is the message of a fault: that the condition is not complete.
const EndsEarly = "the condition ends too early"

// inWords says a message of the library for people who don't know its parts.
func inWords(message string) string {
	if message == "unexpected token EOF" {
		return EndsEarly
	}
	found := token.FindStringSubmatch(message)
	switch {
	case found == nil:
		return message
	case found[1] == `"="`:
		return `found "=", which can't be here: values are compared with ==`
	default:
		return "found " + found[1] + ", which can't be here"
	}
}
