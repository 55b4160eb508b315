package where

import (
	"encoding/json"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// textual are the functions of one text.
var textual = map[string]func(string) any{
	"lower":    func(s string) any { return strings.ToLower(s) },
	"upper":    func(s string) any { return strings.ToUpper(s) },
	"trim":     func(s string) any { return strings.TrimSpace(s) },
	"json":     func(s string) any { return document(s) },
	"isPublic": func(s string) any { return isPublic(s) },
	"account":  func(s string) any { return accountOf(s) },
	"number": func(s string) any {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil
		}
		return calculate("+", x, 0)
	},
}

// length is the number of characters of a text, of elements or of members.
func length(x any) any {
	switch x := x.(type) {
	case string:
		return len([]rune(x))
	case []any:
		return len(x)
	case map[string]any:
		return len(x)
	default:
		return 0
	}
}

// sum is the sum of the numbers in a list.
func sum(x any) any {
	var total float64
	for _, element := range list(x) {
		n, _ := number(element)
		total += n
	}
	return total
}

// document is what a text that holds JSON stands for. IAM writes policies in
// percent-encoding in its answers.
func document(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) == nil {
		return value
	}
	if decoded, err := url.PathUnescape(text); err == nil && json.Unmarshal([]byte(decoded), &value) == nil {
		return value
	}
	return nil
}

// cidr reports whether an address or a network lies within a network.
func cidr(address, network any) bool {
	return texts(address, network, func(s, t string) bool {
		inner, ok := prefix(s)
		outer, okay := prefix(t)
		return ok && okay && outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
	})
}

// prefix reads a network, or an address as the network of it alone.
func prefix(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()).Masked(), p.Addr() == p.Addr().Unmap()
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, false
	}
	a = a.Unmap().WithZone("")
	return netip.PrefixFrom(a, a.BitLen()), true
}

// reserved are the networks that are not the internet.
var reserved = func() []netip.Prefix {
	var all []netip.Prefix
	for _, s := range []string{
		"10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
		"::1/128", "fc00::/7", "fe80::/10", "2001:db8::/32",
	} {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}()

// isPublic reports whether an address, or any of a network's, is one of the
// internet.
func isPublic(s string) bool {
	p, ok := prefix(s)
	return ok && !slices.ContainsFunc(reserved, func(r netip.Prefix) bool {
		return r.Bits() <= p.Bits() && r.Contains(p.Addr())
	})
}

// accountOf is the account in an ARN, or a text that is one itself.
func accountOf(s string) any {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) == 6 && parts[0] == "arn" && isAccount(parts[4]) {
		return parts[4]
	}
	if isAccount(s) {
		return s
	}
	return nil
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// trusted reports whether a list holds a value: a text as it is, or an address
// in one of its networks.
func (l Lists) trusted(name, value any) bool {
	return texts(name, value, func(name, value string) bool {
		return slices.ContainsFunc(l[name], func(entry string) bool {
			return entry == value || strings.Contains(entry, "/") && cidr(value, entry)
		})
	})
}
