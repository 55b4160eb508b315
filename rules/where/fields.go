package where

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"trailnotify/pattern"
	"trailnotify/pattern/lint"
)

// fields warns of fields that CloudTrail records don't have.
func fields(text string) []Warning {
	tree, err := parser.Parse(text)
	if err != nil {
		return nil
	}
	names := declared(tree)
	inner := map[ast.Node]bool{} // parts of a longer path, and names of functions
	var found []Warning
	var paths []ast.Node
	ast.Walk(&tree.Node, visitor(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallNode:
			inner[n.Callee] = true
		case *ast.ChainNode:
			inner[n.Node] = false
		case *ast.MemberNode:
			inner[n.Node] = true
			paths = append(paths, n)
		case *ast.IdentifierNode:
			if !names[n.Value] {
				paths = append(paths, n)
			}
		}
	}))
	r := rewriter{text: text}
	for _, n := range paths {
		if inner[n] {
			continue
		}
		if path, ok := selector(n); ok {
			found = append(found, r.warnings(n, path)...)
		}
	}
	return found
}

// selector is the path of a field as a pattern has it. It returns false where
// that is known only when the condition is evaluated.
func selector(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return "$." + n.Value, true
	case *ast.ChainNode:
		return selector(n.Node)
	case *ast.MemberNode:
		above, ok := selector(n.Node)
		switch p := n.Property.(type) {
		case *ast.StringNode:
			return fmt.Sprintf("%s.%s", above, p.Value), ok
		case *ast.IntegerNode:
			return fmt.Sprintf("%s[%d]", above, p.Value), ok
		}
	}
	return "", false
}

func (r *rewriter) warnings(n ast.Node, path string) []Warning {
	p, err := pattern.Compile("{ " + path + " NOT EXISTS }")
	if err != nil {
		return nil // a name that no pattern can have
	}
	var found []Warning
	for _, w := range lint.Pattern(p.Syntax(), lint.Options{CloudTrail: true}) {
		if w.Kind == lint.UnknownField {
			from, to := r.bytes(n.Location())
			found = append(found, Warning{Offset: from, Length: max(1, to-from), Message: w.Message})
		}
	}
	return found
}
