package where

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// Parts are the conditions that all have to hold for this one to hold: what it
// joins by and. It returns nil where nothing is joined in this way.
func (c *Condition) Parts() []*Condition {
	tree, err := parser.Parse(c.text)
	if err != nil {
		return nil // it was compiled, so this does not happen
	}
	nodes := joined(tree.Node)
	if len(nodes) < 2 {
		return nil
	}
	parts := make([]*Condition, len(nodes))
	for i, n := range nodes {
		if parts[i], err = Compile(n.String(), c.lists); err != nil {
			return nil
		}
	}
	return parts
}

// joined are the operands of and, however many are joined.
func joined(n ast.Node) []ast.Node {
	and, ok := n.(*ast.BinaryNode)
	if !ok || and.Operator != "and" && and.Operator != "&&" {
		return []ast.Node{n}
	}
	return append(joined(and.Left), joined(and.Right)...)
}
