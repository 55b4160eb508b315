package where

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"trailnotify/internal/fault"
)

// rewriter makes a condition total: it puts functions of this package in place
// of the operators that fail for some values. It is an [ast.Visitor], which is
// called for the parts of a node before the node.
type rewriter struct {
	text  string
	lists Lists
	names map[string]bool // that let declares
	fault *Fault          // the first one
}

// loops are the functions of the library that go through a list.
var loops = map[string]bool{ // whether each step is a condition
	"all": true, "any": true, "none": true, "one": true, "filter": true, "count": true, "find": true, "map": false,
}

// Visit implements [ast.Visitor].
func (r *rewriter) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		r.identifier(node, n)
	case *ast.MemberNode:
		r.put(node, "get", n.Node, n.Property)
	case *ast.ChainNode:
		ast.Patch(node, n.Node)
	case *ast.UnaryNode:
		r.unary(node, n)
	case *ast.BinaryNode:
		r.binary(node, n)
	case *ast.ConditionalNode:
		r.put(&n.Cond, "isTrue", n.Cond)
	case *ast.BuiltinNode:
		r.loop(n)
	case *ast.CallNode:
		r.call(n)
	case *ast.SliceNode:
		r.refuse(n, "a part of a list can't be taken: use filter")
	}
}

// put replaces a node by the call of a function.
func (*rewriter) put(node *ast.Node, function string, arguments ...ast.Node) {
	ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: hidden + function}, Arguments: arguments})
}

// hidden begins the names of functions that nobody can write.
const hidden = "\x00"

func (r *rewriter) refuse(n ast.Node, format string, values ...any) {
	if r.fault == nil {
		from, to := r.bytes(n.Location())
		r.fault = &Fault{Offset: from, Length: max(1, to-from), Message: fmt.Sprintf(format, values...)}
	}
}

// bytes are the offsets in bytes of a place, which the library counts in
// characters.
func (r *rewriter) bytes(at file.Location) (from, to int) {
	return byteAt(r.text, at.From), byteAt(r.text, at.To)
}

func byteAt(text string, character int) int {
	for i := range text {
		if character == 0 {
			return i
		}
		character--
	}
	return len(text)
}

// identifier makes a name a field of the record.
func (r *rewriter) identifier(node *ast.Node, n *ast.IdentifierNode) {
	switch {
	case r.names[n.Value] || functions[n.Value] != nil || strings.HasPrefix(n.Value, hidden):
	case n.Value == "$env":
		r.refuse(n, "a field is named as it is: eventName, requestParameters.userName")
	default:
		record := &ast.MemberNode{Node: &ast.IdentifierNode{Value: "$env"}, Property: &ast.StringNode{Value: recordKey}}
		r.put(node, "get", record, &ast.StringNode{Value: n.Value})
	}
}

func (r *rewriter) unary(node *ast.Node, n *ast.UnaryNode) {
	switch n.Operator {
	case "not", "!":
		r.put(&n.Node, "isTrue", n.Node)
	case "-":
		r.put(node, "-", &ast.IntegerNode{}, n.Node)
	}
}

func (r *rewriter) binary(node *ast.Node, n *ast.BinaryNode) {
	switch n.Operator {
	case "and", "&&", "or", "||":
		r.put(&n.Left, "isTrue", n.Left)
		r.put(&n.Right, "isTrue", n.Right)
	case "??":
	case "..":
		r.refuse(n, "ranges are not known here: compare with <= and >=")
	case "!=":
		r.unequal(node, n)
	case "matches":
		r.matches(node, n)
	default:
		r.put(node, n.Operator, n.Left, n.Right)
	}
}

// unequal makes a comparison with nil a question whether there is a value.
func (r *rewriter) unequal(node *ast.Node, n *ast.BinaryNode) {
	_, left := n.Left.(*ast.NilNode)
	_, right := n.Right.(*ast.NilNode)
	if !left && !right {
		r.put(node, "!=", n.Left, n.Right)
		return
	}
	r.put(node, "==", n.Left, n.Right)
	ast.Patch(node, &ast.UnaryNode{Operator: "not", Node: *node})
}

// matches compiles a regular expression once.
func (r *rewriter) matches(node *ast.Node, n *ast.BinaryNode) {
	text, ok := n.Right.(*ast.StringNode)
	if !ok {
		r.refuse(n.Right, "the regular expression behind matches has to be written out")
		return
	}
	compiled, err := regexp.Compile(text.Value)
	if err != nil {
		r.refuse(n.Right, "%v", err)
		return
	}
	r.put(node, "matches", n.Left, &ast.ConstantNode{Value: compiled})
}

// loop makes each step of a loop count, and a condition of it.
func (r *rewriter) loop(n *ast.BuiltinNode) {
	condition, known := loops[n.Name]
	if !known {
		return // the library refuses it
	}
	r.put(&n.Arguments[0], "list", n.Arguments[0])
	if len(n.Arguments) < 2 {
		return
	}
	step, ok := n.Arguments[1].(*ast.PredicateNode)
	if !ok {
		return
	}
	name := "step"
	if condition {
		name = "stepIsTrue"
	}
	r.put(&step.Node, name, &ast.IdentifierNode{Value: "$env"}, step.Node)
}

// call refuses what is not a function.
func (r *rewriter) call(n *ast.CallNode) {
	if callee, ok := n.Callee.(*ast.IdentifierNode); ok && functions[callee.Value] != nil {
		r.arguments(callee.Value, n)
		r.list(callee.Value, n)
		return
	}
	from, to := r.bytes(n.Callee.Location())
	name := r.text[from:to]
	message := fmt.Sprintf("there is no function %s", fault.Quote(name))
	if near := fault.Nearest(name, known()); near != "" {
		message += "; did you mean " + near + "?"
	}
	r.refuse(n.Callee, "%s", message)
}

// arguments refuses a call with too few or too many of them. The library does
// so for some calls only.
func (r *rewriter) arguments(function string, n *ast.CallNode) {
	takes := functions[function].takes()
	if len(n.Arguments) == takes {
		return
	}
	plural := "s"
	if takes == 1 {
		plural = ""
	}
	r.refuse(n.Callee, "%s takes %d argument%s, found %d", function, takes, plural, len(n.Arguments))
}

// list refuses a list that is not there.
func (r *rewriter) list(function string, n *ast.CallNode) {
	if function != "trusted" || len(n.Arguments) == 0 {
		return
	}
	name, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		r.refuse(n.Arguments[0], "the name of the list has to be written out, as in trusted(\"accounts\", …)")
		return
	}
	if _, ok := r.lists[name.Value]; ok {
		return
	}
	message := fmt.Sprintf("there is no list %s", fault.Quote(name.Value))
	if len(r.lists) == 0 {
		message += ": no lists are defined"
	}
	if near := fault.Nearest(name.Value, slices.Sorted(maps.Keys(r.lists))); near != "" {
		message += "; did you mean " + near + "?"
	}
	r.refuse(name, "%s", message)
}

// known are the names of all functions.
func known() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name := range functions {
			if !yield(name) {
				return
			}
		}
		for name := range loops {
			if !yield(name) {
				return
			}
		}
	})
}
