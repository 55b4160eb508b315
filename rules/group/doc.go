// Package group tells the matches of a rule apart by what their records say:
// who acted, what was called, how it ended, and where it came from.
//
// A [By] is a list of parts, and two records are in one group if all their
// parts are the same. A [Part] is a name, or a list of selectors. The first
// selector that finds a value in the record counts:
//
//	by: actor
//	by: [actor, call, outcome]
//	by: [[$.requestParameters.roleName, $.requestParameters.userName], outcome]
//
// # Names
//
//   - actor: who acted, as AWS knows it, see [Actor].
//   - call: the service and the name of the event, iam:PutRolePolicy.
//   - outcome: succeeded, failed or denied, see [Outcome].
//   - account: the account that received the event.
//   - region: the region of the event.
//   - address: sourceIPAddress as it was logged, which for a call of a service
//     is the name of the service.
//   - network: the network of the address, see [Network].
//
// Only AWS decides what these say. Every record has an outcome. Where a record
// does not say anything about one of the others, that part is missing, and
// records in which it is missing are alike.
package group
