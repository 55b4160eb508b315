package group

import (
	"net/netip"
	"strings"

	"trailnotify/cloudtrail"
)

// Call returns the service and the name of the event, as IAM policies write
// them: iam:PutRolePolicy. A source that is not *.amazonaws.com stays whole. It
// is "" if the record has neither.
func Call(r cloudtrail.Members) string {
	service := strings.TrimSuffix(r.Field("eventSource"), ".amazonaws.com")
	name := r.Field("eventName")
	if service == "" && name == "" {
		return ""
	}
	return strings.ReplaceAll(service, ":", "%3A") + ":" + name
}

// The lengths of the prefixes of networks. A subscriber commonly has a /64 of
// IPv6, and an attacker an address or a few of an IPv4 network.
const (
	networkIPv4 = 24
	networkIPv6 = 64
)

// Network returns the network of an address: the /24 of an IPv4 address, the
// /64 of an IPv6 address, and anything else, such as the name of a service, as
// it is.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap()
	bits := networkIPv6
	if ip.Is4() {
		bits = networkIPv4
	}
	network, err := ip.Prefix(bits)
	if err != nil {
		return address
	}
	return network.String()
}

// Account returns the account that received the event, else the one that the
// record names in another place.
func Account(r cloudtrail.Members) string {
	return firstOf(r.Field("recipientAccountId"), r.Field("accountId"), r.Field("userIdentity", "accountId"))
}
