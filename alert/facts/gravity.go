package facts

import (
	"regexp"
	"slices"
	"strings"
)

// Gravity is how much harm a call can do if it succeeds.
type Gravity uint8

// The gravities, the least first.
const (
	Read   Gravity = iota // changes nothing
	Mild                  // restores or adds what protects
	Change                // may be anything
	Grave                 // makes a caller nearly almighty, something public, or somebody blind
)

// Rank orders calls by what there is to say of them, the most for the highest.
// What succeeded comes before what didn't, unless it is harmless.
func Rank(g Gravity, succeeded bool) int {
	if succeeded {
		return [...]int{Read: 0, Mild: 2, Change: 5, Grave: 6}[g]
	}
	return [...]int{Read: 1, Mild: 1, Change: 3, Grave: 4}[g]
}

// A weight is the gravity of a call with the given facts.
type weight func(Facts) Gravity

func read(Facts) Gravity  { return Read }
func mild(Facts) Gravity  { return Mild }
func grave(Facts) Gravity { return Grave }

// Weigh returns the gravity of a call. A call without a row is judged by its
// name: AWS names what only reads Get, List, Describe, Head, Search, Lookup or
// Batch Get.
func Weigh(call string, f Facts) Gravity {
	row, ok := rowOf(call)
	switch {
	case ok && row.weigh != nil:
		return row.weigh(f)
	case !ok && reads.MatchString(call[strings.IndexByte(call, ':')+1:]):
		return Read
	default:
		return Change
	}
}

var reads = regexp.MustCompile(`^(BatchGet|Describe|Get|Head|List|Lookup|Search|View)`)

// almighty are the managed policies of AWS that let their holder do everything,
// or give it to themselves.
var almighty = regexp.MustCompile(`^arn:aws[a-z-]*:iam::aws:policy/(AdministratorAccess|IAMFullAccess|PowerUserAccess|job-function/SystemAdministrator)$`)

// admin is grave where what is granted makes an administrator.
func admin(f Facts) Gravity {
	grants := strings.Split(f.Get("grants"), ", ")
	if almighty.MatchString(f.Get("policy")) || slices.Contains(grants, "*") || slices.Contains(grants, "*:*") || slices.Contains(grants, "iam:*") {
		return Grave
	}
	return Change
}

// world is grave where a port is opened to everybody that isn't made for
// everybody.
func world(f Facts) Gravity {
	for _, rule := range append([]string{f.Get("ports") + " " + f.Get("ranges")}, strings.Split(f.Get("others"), ", ")...) {
		if isWorld(rule) && !strings.HasPrefix(rule, "tcp 80 ") && !strings.HasPrefix(rule, "tcp 443 ") {
			return Grave
		}
	}
	return Change
}

// public is grave where something becomes public.
func public(f Facts) Gravity {
	if f.Get("public") != "" {
		return Grave
	}
	return Change
}

// everybody is grave where everybody is let in.
func everybody(f Facts) Gravity {
	for _, name := range []string{"trusts", "principal"} {
		for v := range strings.SplitSeq(f.Get(name), ", ") {
			if v == "*" || v == "all" {
				return Grave
			}
		}
	}
	return Change
}

// blind is grave where a trail no longer records what changes.
func blind(f Facts) Gravity {
	if strings.Contains(f.Get("selectors"), "includeManagementEvents=false") || strings.Contains(f.Get("selectors"), "readWriteType=ReadOnly") {
		return Grave
	}
	return Change
}
