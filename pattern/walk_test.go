package pattern

import (
	"fmt"
	"strings"
	"testing"
)

// told writes a tree on one line, so that a test can show what it expects.
func told(n Node) string {
	switch n.Kind {
	case All, Any:
		parts := make([]string, len(n.Parts))
		for i, p := range n.Parts {
			parts[i] = told(p)
		}
		word := map[NodeKind]string{All: "all", Any: "any"}[n.Kind]
		return word + "(" + strings.Join(parts, ", ") + ")"
	case Term:
		return fmt.Sprintf("%t %s", !n.Excluded, toldValue(n.Value))
	default:
		var path strings.Builder
		for _, s := range n.Selector.Steps() {
			fmt.Fprintf(&path, "%d/%s/%d ", s.Kind, s.Key, s.Index)
		}
		return strings.TrimSpace(path.String() + n.Operator + " " + toldValue(n.Value))
	}
}

func toldValue(l Literal) string {
	if l.Kind == Regex {
		return "%" + l.Regex + "%"
	}
	return fmt.Sprintf("%d%q", l.Kind, l.Text)
}

func TestTree(t *testing.T) {
	for source, want := range map[string]string{
		`{ $.a.b = "x*y" && ($.c != 1.0 || $.d NOT EXISTS) }`: `all(0/a/0 0/b/0 = 0["x" "y"], any(0/c/0 != 1["1.0"], 0/d/0 NOT EXISTS 0[]))`,
		`{ $.a[3][*] = %^x\x28% }`:                            `0/a/0 1//3 2//0 = %^x\x28%`,
		`{ $.['a.b'] >= 2 }`:                                  `0/a.b/0 >= 1["2"]`,
		`{}`:                                                  `all()`,
		``:                                                    `all()`,
		`ERROR -"a b" ?ignored`:                               `all(true 0["ERROR"], false 0["a b"])`,
		`?a ?b`:                                               `any(true 0["a"], true 0["b"])`,
		`%AUTH.*%`:                                            `all(true %AUTH.*%)`,
	} {
		root, ok := MustCompile(source).Tree()
		if got := told(root); !ok || got != want {
			t.Errorf("%s\n got %s\nwant %s", source, got, want)
		}
	}
}

func TestTree_SourceIsThePart(t *testing.T) {
	root, _ := MustCompile(`{ ($.a = 1) || $.b IS TRUE }`).Tree()
	if len(root.Parts) != 2 || !strings.Contains(root.Parts[0].Source, "$.a = 1") || root.Parts[1].Source != "$.b IS TRUE" {
		t.Errorf("sources of the parts of %+v", root)
	}
}

func TestTree_NotOfADelimitedPattern(t *testing.T) {
	if _, ok := MustCompile(`[ip, user]`).Tree(); ok {
		t.Error("a delimited pattern has no tree of comparisons")
	}
}
