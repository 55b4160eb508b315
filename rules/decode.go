package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"trailnotify/internal/fault"
)

// A decoder reads the mapping of one rule file into a rule and notes every
// fault on the way. The rule is usable only if there is none.
type decoder struct {
	*sourceFile
	rule  *Rule
	at    map[string]place // of the keys that are there
	names []place          // of the names of the rule's exceptions
}

// keys are the keys of a rule file, each with what reads its value.
var keys = map[string]func(*decoder, string, ast.Node){
	"name":        (*decoder).name,
	"setting":     (*decoder).setting,
	"description": (*decoder).description,
	"pattern":     (*decoder).pattern,
	"except":      (*decoder).except,
	"by":          (*decoder).by,
	"distinct":    (*decoder).distinct,
	"threshold":   func(d *decoder, key string, n ast.Node) { d.rule.Threshold = d.count(key, n, 1, MaxThreshold) },
	"period":      func(d *decoder, key string, n ast.Node) { d.rule.Period = d.duration(key, n, checkPeriod) },
	"quiet":       func(d *decoder, key string, n ast.Node) { d.rule.Quiet = d.duration(key, n, checkQuiet) },
	"ceiling":     func(d *decoder, key string, n ast.Node) { d.rule.ceiling = d.count(key, n, 0, MaxThreshold) },
	"storm":       func(d *decoder, key string, n ast.Node) { d.rule.Storm = d.count(key, n, 1, MaxStorm) },
	"severity":    (*decoder).severity,
	"reference":   (*decoder).reference,
	"runbook":     (*decoder).runbook,
	"enabled":     (*decoder).enabled,
	"match":       (*decoder).examples,
	"no_match":    (*decoder).examples,
}

// fileKeys are the keys of rule files and exceptions files.
var fileKeys = slices.Sorted(slices.Values(append(sortedKeys(keys), extendsKey)))

// decode reads a file, which is a rule file or an exceptions file. It returns
// neither when anything is wrong with it.
func decode(f *sourceFile) (*Rule, *exceptionsFile) {
	root := f.root()
	switch {
	case root == nil:
		return nil, nil
	case hasKey(root, extendsKey):
		return nil, decodeExceptions(f, root)
	default:
		return decodeRule(f, root), nil
	}
}

// decodeRule reads a rule file. It returns nil when anything is wrong with it.
func decodeRule(f *sourceFile, root ast.MapNode) *Rule {
	d := &decoder{sourceFile: f, at: map[string]place{}, rule: &Rule{
		Period: defaultPeriod, Severity: defaultSeverity, Enabled: true, wanted: true, ceiling: -1, Origin: map[string]string{}, file: f.name,
	}}
	for key, value := range d.entries(root, "", fileKeys) {
		at := nodePlace(value)
		d.at[key] = at
		d.rule.Origin[key] = fmt.Sprintf("rule file %s:%d", f.name, at.line)
		keys[key](d, key, value)
	}
	d.complete()
	if len(f.faults) > 0 {
		return nil
	}
	return d.rule
}

// complete checks what concerns more than one key, and fills in what the file
// does not say.
func (d *decoder) complete() {
	for _, key := range []string{"name", "pattern", "threshold"} {
		if _, ok := d.at[key]; !ok {
			d.fail(place{1, 1}, 1, key, "missing: every rule has one", "")
		}
	}
	r := d.rule
	for _, key := range sortedKeys(keys) {
		if _, ok := r.Origin[key]; !ok {
			r.Origin[key] = "default"
		}
	}
	if r.Setting == "" {
		r.Setting = snakeCase(r.Name)
	}
	_, grouped := d.at["by"]
	for _, key := range []string{"ceiling", "storm"} {
		if at, ok := d.at[key]; ok && !grouped {
			d.fail(at, 1, key, "found without by: it limits the groups that by makes", "")
		}
	}
	if grouped && r.Storm == 0 {
		r.Storm = defaultStorm
	}
	d.thresholds()
	r.settle()
}

// thresholds checks them against each other and against what is counted.
func (d *decoder) thresholds() {
	r := d.rule
	if r.Distinct != nil {
		for _, key := range []string{"threshold", "ceiling"} {
			if n := max(0, map[string]int{"threshold": r.Threshold, "ceiling": r.ceiling}[key]); n > MaxDistinctThreshold {
				d.fail(d.at[key], digits(n), key, fmt.Sprintf("found %d, expected at most %d with distinct", n, MaxDistinctThreshold), "")
			}
		}
	}
	if r.ceiling > 0 && r.ceiling < r.Threshold {
		d.fail(d.at["ceiling"], digits(r.ceiling), "ceiling", fmt.Sprintf("found %d, expected 0 (off) or at least the threshold, %d", r.ceiling, r.Threshold), "")
	}
}

func digits(n int) int { return len(fmt.Sprint(n)) }

// entries yields the known keys of a mapping once each; unknown and repeated
// ones are faults.
func (d *decoder) entries(m ast.MapNode, subject string, known []string) func(yield func(string, ast.Node) bool) {
	return func(yield func(string, ast.Node) bool) {
		seen := map[string]place{}
		for pairs := m.MapRange(); pairs.Next(); {
			at := tokenPlace(pairs.Key().GetToken())
			key := keyText(pairs.Key())
			first, repeated := seen[key]
			switch {
			case repeated:
				d.fail(at, runeCount(key), joinSubject(subject, key), fmt.Sprintf("found twice, first on line %d", first.line), "")
			case !slices.Contains(known, key):
				d.unknownKey(at, subject, key, known)
			default:
				seen[key] = at
				if !yield(key, pairs.Value()) {
					return
				}
			}
		}
	}
}

func (d *decoder) unknownKey(at place, subject, key string, known []string) {
	problem, near := "unknown key", fault.Nearest(key, known)
	if near == "" {
		problem += ", expected " + fault.OneOf(known)
	}
	d.fail(at, runeCount(key), joinSubject(subject, fault.Quote(key)), problem, near)
}

func keyText(n ast.MapKeyNode) string {
	if s, ok := n.(ast.ScalarNode); ok {
		return scalarText(s)
	}
	return n.String()
}

func joinSubject(subject, key string) string {
	if subject == "" {
		return key
	}
	return subject + "." + key
}

var (
	namePattern    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	settingPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	urlPattern     = regexp.MustCompile(`^https?://[!-~]+$`)
)

func (d *decoder) name(key string, n ast.Node) {
	d.rule.Name = d.matching(key, n, maxName, namePattern, "a name such as RootUsage: letters, digits, - and _")
}

func (d *decoder) setting(key string, n ast.Node) {
	d.rule.Setting = d.matching(key, n, maxName, settingPattern, "a name such as root_usage: lower-case letters, digits and _")
}

func (d *decoder) description(key string, n ast.Node) {
	d.rule.Description = d.line(key, n, maxDescription)
}

func (d *decoder) runbook(key string, n ast.Node) {
	d.rule.Runbook = d.matching(key, n, maxRunbook, urlPattern, "an address such as https://example.com/runbook")
}

func (d *decoder) enabled(key string, n ast.Node) {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		d.unexpected(key, n, "true or false")
		return
	}
	d.rule.Enabled, d.rule.wanted = b.Value, b.Value
}

func (d *decoder) severity(key string, n ast.Node) {
	s, ok := d.text(key, n)
	if !ok {
		return
	}
	i := slices.Index(severities, s)
	if i < 0 {
		d.fail(nodePlace(n), runeCount(s), key, "found "+fault.Quote(s)+", expected "+fault.OneOf(severities), fault.Nearest(s, severities))
		return
	}
	d.rule.Severity = Severity(i)
}

func (d *decoder) reference(key string, n ast.Node) {
	for i, entry := range d.list(key, n) {
		d.rule.Reference = append(d.rule.Reference, d.line(fmt.Sprintf("%s[%d]", key, i), entry, maxReference))
	}
}

// snakeCase makes a setting of a name: IAMPolicyChanges is iam_policy_changes.
func snakeCase(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		upper := r >= 'A' && r <= 'Z'
		if i > 0 && upper && runes[i-1] != '_' && runes[i-1] != '-' {
			afterSmall := runes[i-1] < 'A' || runes[i-1] > 'Z'
			beforeSmall := i+1 < len(runes) && runes[i+1] >= 'a' && runes[i+1] <= 'z'
			if afterSmall || beforeSmall {
				b.WriteByte('_')
			}
		}
		if r == '-' {
			r = '_'
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
