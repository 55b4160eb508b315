package where

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// A Field is a field of the record that a condition names.
type Field struct {
	Offset, Length int    // of its last name in the condition, in bytes
	Selector       string // as a pattern has it: $.userIdentity.arn
}

// Fields are those that the condition names with their whole path, as often as
// it names them. A field of an element of a list, such as .fromPort in any, is
// not among them.
func (c *Condition) Fields() []Field {
	tree, err := parser.Parse(c.text)
	if err != nil {
		return nil // it was compiled, so this does not happen
	}
	names := declared(tree)
	inner := map[ast.Node]bool{} // parts of a longer path, and names of functions
	var paths []ast.Node
	ast.Walk(&tree.Node, visitor(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallNode:
			inner[n.Callee] = true
		case *ast.MemberNode:
			inner[n.Node] = true
			paths = append(paths, n)
		case *ast.IdentifierNode:
			if !names[n.Value] {
				paths = append(paths, n)
			}
		}
	}))
	var found []Field
	for _, n := range paths {
		if path, ok := selector(n); ok && !inner[n] {
			from, to := byteAt(c.text, n.Location().From), byteAt(c.text, n.Location().To)
			found = append(found, Field{Offset: from, Length: max(1, to-from), Selector: path})
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
