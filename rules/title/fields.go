package title

// general are the fields that every alert may have, whatever the call.
var general = []string{
	"account", "actor", "call", "change", "count", "error", "outcome", "period", "reason", "region", "resource", "rule", "source", "threshold",
}

// facts are the fields that come from what certain calls change.
var facts = []string{
	"access", "acl", "address", "attribute", "bucket", "cidr", "days", "direction", "document", "entity", "function", "gateway",
	"grants", "group", "id", "image", "instances", "key", "name", "number", "options", "others", "ou", "permission", "policy", "ports",
	"principal", "provider", "public", "ranges", "role", "route", "selectors", "session", "snapshot", "status", "subnet", "table", "target", "trail",
	"trusts", "type", "user", "version", "vpc", "without",
}

// Fields returns the names of all fields. The general ones come first: actor
// and source are the most frequent of an alert; change is what happened in
// words, as in the title of a rule that has none of its own; the other fields
// are those of the gravest call.
func Fields() []string { return append(append([]string(nil), general...), facts...) }

// Facts returns the fields that come from what certain calls change.
func Facts() []string { return append([]string(nil), facts...) }
