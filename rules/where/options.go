package where

import (
	"slices"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// options are those of the library.
func (r *rewriter) options() []expr.Option {
	r.look()
	all := []expr.Option{expr.Env(environment(nil, nil)), expr.AsAny(), expr.DisableAllBuiltins(), expr.Patch(r)}
	for name := range loops {
		all = append(all, expr.EnableBuiltin(name))
	}
	for name, f := range functions {
		all = append(all, f.option(name))
	}
	for name, f := range hiddenFunctions {
		all = append(all, f.option(hidden+name))
	}
	trusted := function{do: func(p []any) any { return r.lists.trusted(p[0], p[1]) }, kind: new(func(any, any) bool)}
	return append(all, trusted.option("trusted"))
}

// look notes what the rewriting can't see, because it comes to parts before
// their whole.
func (r *rewriter) look() {
	tree, err := parser.Parse(r.text)
	if err != nil {
		return // the library says why
	}
	r.names = declared(tree)
	if !mayHold(tree.Node) {
		r.refuse(tree.Node, "the condition has to be true or false, as in eventName == \"CreateUser\"")
	}
}

// valued are the functions that never return true.
var valued = []string{"account", "count", "filter", "len", "lower", "map", "number", "sum", "trim", "upper", "values"}

// mayHold reports whether an expression can be true.
func mayHold(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryNode:
		return !slices.Contains([]string{"+", "-", "*", "/", "%", "**", "^", ".."}, n.Operator)
	case *ast.UnaryNode:
		return n.Operator != "-" && n.Operator != "+"
	case *ast.BuiltinNode:
		return !slices.Contains(valued, n.Name)
	case *ast.CallNode:
		callee, ok := n.Callee.(*ast.IdentifierNode)
		return !ok || !slices.Contains(valued, callee.Value)
	case *ast.ConditionalNode:
		return mayHold(n.Exp1) || mayHold(n.Exp2)
	case *ast.VariableDeclaratorNode:
		return mayHold(n.Expr)
	case *ast.SequenceNode:
		return mayHold(n.Nodes[len(n.Nodes)-1])
	case *ast.NilNode, *ast.IntegerNode, *ast.FloatNode, *ast.StringNode, *ast.ArrayNode, *ast.MapNode, *ast.BytesNode:
		return false
	default:
		return true
	}
}

// declared are the names that let declares anywhere in a condition.
func declared(tree *parser.Tree) map[string]bool {
	names := map[string]bool{}
	ast.Walk(&tree.Node, visitor(func(n ast.Node) {
		if let, ok := n.(*ast.VariableDeclaratorNode); ok {
			names[let.Name] = true
		}
	}))
	return names
}

type visitor func(ast.Node)

func (v visitor) Visit(n *ast.Node) { v(*n) }
