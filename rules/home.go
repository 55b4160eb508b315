package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"trailnotify/internal/fault"
	"trailnotify/pattern"
	"trailnotify/pattern/syntax"
)

// placeholder is written in a pattern for the regions in which resources are
// expected.
const placeholder = "${home_regions}"

// comparison is the only place where the placeholder is allowed.
var comparison = regexp.MustCompile(`(\$[^\s=!<>()&|{}"]+)\s*!=\s*"\$\{home_regions\}"`)

func hasPlaceholder(src string) bool { return strings.Contains(src, placeholder) }

// misplaced finds a placeholder that is not the whole value of a !=
// comparison.
func misplaced(src string) (offset int, ok bool) {
	if !hasPlaceholder(src) {
		return 0, false
	}
	blanked := comparison.ReplaceAllStringFunc(src, func(s string) string { return strings.Repeat(" ", len(s)) })
	offset = strings.Index(blanked, placeholder)
	return offset, offset >= 0
}

// expand replaces the comparison with the placeholder by one for each region.
func expand(src string, regions []string) (*pattern.Pattern, error) {
	expanded := comparison.ReplaceAllStringFunc(src, func(s string) string {
		selector := comparison.FindStringSubmatch(s)[1]
		each := make([]string, len(regions))
		for i, region := range regions {
			each[i] = fmt.Sprintf("%s!=%q", selector, region)
		}
		return "(" + strings.Join(each, "&&") + ")"
	})
	if n := utf8.RuneCountInString(expanded); n > syntax.MaxLength {
		return nil, fmt.Errorf("%d regions make the pattern %d characters long, expected at most %d", len(regions), n, syntax.MaxLength)
	}
	return pattern.Compile(expanded)
}

// regionForm is the form of the region names of every partition:
// ap-northeast-1, us-gov-west-1, eusc-de-east-1.
var regionForm = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$`)

// parseRegions reads a comma list of regions; empty entries are passed over.
func parseRegions(list string) (regions []string, wrong string) {
	for entry := range strings.SplitSeq(list, ",") {
		region := strings.TrimSpace(entry)
		switch {
		case region == "" || slices.Contains(regions, region):
		case !regionForm.MatchString(region):
			return nil, region
		default:
			regions = append(regions, region)
		}
	}
	return regions, ""
}

// settleHome fills the home regions into the rules that wait for them. Such a
// rule is off while none is known, and a note says so.
func settleHome(rules []*Rule, regions []string, origin string) (notes []string, faults fault.Faults) {
	for _, r := range rules {
		if !hasPlaceholder(r.Source) {
			continue
		}
		if len(regions) > 0 {
			p, err := expand(r.Source, regions)
			if err != nil {
				faults = append(faults, &fault.Fault{Subject: origin, Problem: fmt.Sprintf("%s: %v", r.Name, err)})
				continue
			}
			r.Pattern = p
			r.Origin["home_regions"] = origin
		}
		r.Enabled = r.wanted && r.Pattern != nil
		if r.wanted && !r.Enabled {
			notes = append(notes, r.Name+" is off: it needs to know your home regions; set HOME_REGIONS")
		}
	}
	return notes, faults
}
