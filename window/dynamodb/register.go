package dynamodb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"trailnotify/window/set"
)

// openPrefix begins the names of attributes that say what is open of an alert.
// The start of the first window that it covers follows.
const openPrefix = "t"

// The sets of the alerted windows whose alerts were not sent.
const mutedName, dryRunName = "muted", "dry"

var fateNames = map[set.Fate]string{set.Muted: mutedName, set.DryRun: dryRunName}

func openName(start int64) string { return openPrefix + strconv.FormatInt(start, 10) }

func encodeOpen(o set.Open) types.AttributeValue {
	return &types.AttributeValueMemberL{Value: []types.AttributeValue{
		number(int64(o.Told)), number(o.Covered), number(o.Quiet),
	}}
}

// decodeRegister returns what a register holds; there may be none.
func decodeRegister(it item) (set.Register, error) {
	var r set.Register
	if err := checkVersion(it); err != nil {
		return r, err
	}
	for name, attribute := range it {
		digits, ok := strings.CutPrefix(name, openPrefix)
		if !ok {
			continue
		}
		start, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return r, fmt.Errorf("stored register: %q is no window: %w", name, err)
		}
		if r.Open == nil {
			r.Open = map[int64]set.Open{}
		}
		if r.Open[start], err = decodeOpen(attribute); err != nil {
			return r, fmt.Errorf("stored register: %s: %w", name, err)
		}
	}
	for name, to := range map[string]*[]int64{"pub": &r.Alerted, mutedName: &r.Muted, dryRunName: &r.DryRun} {
		windows, err := decodeWindows(it[name])
		if err != nil {
			return r, fmt.Errorf("stored register: %s %w", name, err)
		}
		*to = windows
	}
	return r, nil
}

// decodeWindows returns a set of windows; there may be none.
func decodeWindows(attribute types.AttributeValue) ([]int64, error) {
	if attribute == nil {
		return nil, nil
	}
	windows, ok := attribute.(*types.AttributeValueMemberNS)
	if !ok {
		return nil, fmt.Errorf("is a %T", attribute)
	}
	var all []int64
	for _, s := range windows.Value {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("has no window: %w", err)
		}
		all = append(all, n)
	}
	return all, nil
}

func decodeOpen(attribute types.AttributeValue) (set.Open, error) {
	list, ok := attribute.(*types.AttributeValueMemberL)
	if !ok || len(list.Value) != 3 {
		return set.Open{}, fmt.Errorf("is a %T, want a list of three numbers", attribute)
	}
	var n [3]int64
	for i, member := range list.Value {
		var err error
		if n[i], err = decodeNumber(member); err != nil {
			return set.Open{}, err
		}
	}
	return set.Open{Told: int(n[0]), Covered: n[1], Quiet: n[2]}, nil
}

func decodeNumber(attribute types.AttributeValue) (int64, error) {
	n, ok := attribute.(*types.AttributeValueMemberN)
	if !ok {
		return 0, fmt.Errorf("want a number, have a %T", attribute)
	}
	return strconv.ParseInt(n.Value, 10, 64)
}
