package facts

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"trailnotify/cloudtrail"
)

// A permission is a rule of a security group, as EC2 logs it.
type permission struct {
	Protocol string      `json:"ipProtocol"`
	From     json.Number `json:"fromPort"`
	To       json.Number `json:"toPort"`
	Ranges   struct {
		Items []struct {
			Address string `json:"cidrIp"`
		} `json:"items"`
	} `json:"ipRanges"`
	Ranges6 struct {
		Items []struct {
			Address string `json:"cidrIpv6"`
		} `json:"items"`
	} `json:"ipv6Ranges"`
	Groups struct {
		Items []struct {
			ID string `json:"groupId"`
		} `json:"items"`
	} `json:"groups"`
	Prefixes struct {
		Items []struct {
			ID string `json:"prefixListId"`
		} `json:"items"`
	} `json:"prefixListIds"`
}

// rules reads the rules of a security group: the widest with its ports and
// ranges, the others behind it. A rule that is named by its ID says no more.
func rules(s source, add func(name, value string)) {
	var list struct {
		Items []permission `json:"items"`
	}
	_ = json.Unmarshal(s.request.JSON("ipPermissions"), &list) // what is of another form says nothing
	if len(list.Items) == 0 && s.request.Field("ipProtocol") != "" {
		list.Items = []permission{single(s.request)}
	}
	slices.SortStableFunc(list.Items, func(a, b permission) int {
		return cmp.Compare(b.width(), a.width())
	})
	var others []string
	for i, p := range list.Items {
		ranges := p.ranges()
		if i == 0 {
			add("ports", p.ports())
			add("ranges", few(ranges, ", "))
			continue
		}
		others = append(others, p.ports()+" "+few(ranges, " "))
	}
	add("others", few(others, ", "))
	var ids struct {
		Items []struct {
			ID string `json:"securityGroupRuleId"`
		} `json:"items"`
	}
	_ = json.Unmarshal(s.request.JSON("securityGroupRuleIds"), &ids)
	add("id", few(collect(ids.Items, func(r struct {
		ID string `json:"securityGroupRuleId"`
	},
	) string {
		return r.ID
	}), ", "))
}

// single is a rule in the older form, whose members are parameters themselves.
func single(request cloudtrail.Members) permission {
	p := permission{
		Protocol: request.Field("ipProtocol"),
		From:     json.Number(request.Field("fromPort")), To: json.Number(request.Field("toPort")),
	}
	p.Ranges.Items = append(p.Ranges.Items, struct {
		Address string `json:"cidrIp"`
	}{request.Field("cidrIp")})
	return p
}

func (p permission) ports() string { return portsOf(p.Protocol, p.From.String(), p.To.String()) }

// ranges are the addresses, groups and prefix lists that the rule is about,
// those that are everybody first.
func (p permission) ranges() (all []string) {
	for _, r := range p.Ranges.Items {
		all = append(all, r.Address)
	}
	for _, r := range p.Ranges6.Items {
		all = append(all, r.Address)
	}
	for _, g := range p.Groups.Items {
		all = append(all, g.ID)
	}
	for _, l := range p.Prefixes.Items {
		all = append(all, l.ID)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	slices.SortStableFunc(all, func(a, b string) int { return boolInt(isWorld(b)) - boolInt(isWorld(a)) })
	return all
}

// width orders rules: those for everybody first, then by the number of ports.
func (p permission) width() int {
	const ports = 1 << 16
	from, _ := strconv.Atoi(p.From.String())
	to, _ := strconv.Atoi(p.To.String())
	n := min(max(to-from, 0), ports-1)
	if p.Protocol == "-1" {
		n = ports
	}
	return 2*ports*boolInt(isWorld(strings.Join(p.ranges(), " "))) + n
}

// isWorld reports whether everybody is among ranges of addresses.
func isWorld(ranges string) bool {
	for r := range strings.FieldsFuncSeq(ranges, func(r rune) bool { return r == ' ' || r == ',' }) {
		if r == "0.0.0.0/0" || r == "::/0" {
			return true
		}
	}
	return false
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// protocols are the names of those that CloudTrail may give by number.
var protocols = map[string]string{"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "-1": allPorts}

// portsOf writes a protocol with its ports: tcp 22, udp 53-60, icmp.
func portsOf(protocol, from, to string) string {
	name := cmp.Or(protocols[protocol], protocol)
	switch {
	case name == "" && from == "":
		return ""
	case name == allPorts, strings.HasPrefix(name, "icmp"), from == "", from == "-1":
		return name
	case from == "0" && to == "65535":
		return name + " 0-65535"
	case to == "" || to == from:
		return name + " " + from
	default:
		return name + " " + from + "-" + to
	}
}

// entry reads an entry of a network ACL.
func entry(s source, add func(name, value string)) {
	add("access", s.request.Field("ruleAction"))
	add("ports", portsOf(s.request.Field("aclProtocol"), s.request.Field("portRange", "from"), s.request.Field("portRange", "to")))
	add("ranges", s.first("cidrBlock|ipv6CidrBlock"))
	switch s.request.Field("egress") {
	case "true":
		add("direction", "outbound")
	case "false":
		add("direction", "inbound")
	}
}

// most is how many values of a list are kept.
const most = 3

// few joins the first values of a list and says how many others there are.
func few(list []string, separator string) string {
	if len(list) > most {
		return strings.Join(list[:most], separator) + separator + "+" + strconv.Itoa(len(list)-most)
	}
	return strings.Join(list, separator)
}

func collect[T any](list []T, pick func(T) string) (all []string) {
	for _, v := range list {
		if s := pick(v); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
