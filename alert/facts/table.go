package facts

import (
	"maps"
	"slices"
)

// A row is what is known of a call.
type row struct {
	// facts are names with where they are, with spaces between: role=roleName
	// for a request parameter, key=<accessKey.accessKeyId for a member of the
	// response, user=userName|<user.userName for the first that there is.
	// What begins with an at sign is read by one of readers.
	facts string

	// say is the call in English, as package title writes it, after its verb:
	// "attach|attached {policy} to role {role}" is "alice attached …" and
	// "alice failed to attach …".
	say string

	// japanese is the same as a phrase that ends in a noun.
	japanese string

	weigh weight // nil: a change like any other
}

// calls are all rows, by service and name.
var calls = func() map[string]row {
	all := map[string]row{}
	for _, table := range []map[string]row{access, identities, network, trails, storage, organization, compute} {
		maps.Copy(all, table)
	}
	return all
}()

// Calls returns the calls that have a row, in order.
func Calls() []string { return slices.Sorted(maps.Keys(calls)) }
