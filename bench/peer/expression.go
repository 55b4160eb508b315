package peer

import (
	"fmt"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"trailnotify/bench/ruleset"
)

// A language is what the expressions of expr and CEL differ in.
type language struct{ prefix, suffix string } // formats of a field and a quoted text

var (
	exprLanguage = language{"%s startsWith %s", "%s endsWith %s"}
	celLanguage  = language{"%s.startsWith(%s)", "%s.endsWith(%s)"}
)

func (l language) say(c condition) string {
	switch c.op {
	case allOf, anyOf:
		parts := make([]string, len(c.parts))
		for i, p := range c.parts {
			parts[i] = "(" + l.say(p) + ")"
		}
		return strings.Join(parts, map[op]string{allOf: " && ", anyOf: " || "}[c.op])
	case missing:
		return isMissingName(c.field)
	case unequal:
		return fmt.Sprintf("%s && !(%s)", isTextName(c.field), l.oneOf(c))
	default:
		return l.oneOf(c)
	}
}

// oneOf says that a field is one of the texts.
func (l language) oneOf(c condition) string {
	name := textName(c.field)
	var ways []string
	exact, open := split(c.texts)
	for i := range exact {
		exact[i] = strconv.Quote(exact[i])
	}
	switch len(exact) {
	case 0:
	case 1:
		ways = append(ways, name+" == "+exact[0])
	default:
		ways = append(ways, name+" in ["+strings.Join(exact, ", ")+"]")
	}
	for _, t := range open {
		format := l.prefix
		if t.openFront {
			format = l.suffix
		}
		ways = append(ways, fmt.Sprintf(format, name, strconv.Quote(t.value)))
	}
	return strings.Join(ways, " || ")
}

func newExpr(set []ruleset.Rule) (Match, error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	v := newVariables(rules)
	programs := make([]*vm.Program, len(rules))
	for i, r := range rules {
		programs[i], err = expr.Compile(exprLanguage.say(r.condition), expr.Env(v.empty), expr.AsBool())
		if err != nil {
			return nil, fmt.Errorf("expr, rule %s: %w", r.name, err)
		}
	}
	env := map[string]any{}
	var machine vm.VM
	return func(record []byte, dst []int) []int {
		v.read(asString(record), env)
		for i, program := range programs {
			if holds, err := machine.Run(program, env); err == nil && holds == true {
				dst = append(dst, i)
			}
		}
		return dst
	}, nil
}

func newCEL(set []ruleset.Rule) (Match, error) {
	rules, err := read(set)
	if err != nil {
		return nil, err
	}
	v := newVariables(rules)
	env, err := v.celEnv()
	if err != nil {
		return nil, err
	}
	programs := make([]cel.Program, len(rules))
	for i, r := range rules {
		if programs[i], err = celProgram(env, celLanguage.say(r.condition)); err != nil {
			return nil, fmt.Errorf("CEL, rule %s: %w", r.name, err)
		}
	}
	values := map[string]any{}
	activation, err := cel.NewActivation(values)
	if err != nil {
		return nil, err
	}
	return func(record []byte, dst []int) []int {
		v.read(asString(record), values)
		for i, program := range programs {
			if holds, _, err := program.Eval(activation); err == nil && holds.Value() == true {
				dst = append(dst, i)
			}
		}
		return dst
	}, nil
}

func (v *variables) celEnv() (*cel.Env, error) {
	var options []cel.EnvOption
	for name, value := range v.empty {
		t := cel.StringType
		if _, ok := value.(bool); ok {
			t = cel.BoolType
		}
		options = append(options, cel.Variable(name, t))
	}
	return cel.NewEnv(options...)
}

func celProgram(env *cel.Env, source string) (cel.Program, error) {
	ast, issues := env.Compile(source)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return env.Program(ast, cel.EvalOptions(cel.OptOptimize))
}
