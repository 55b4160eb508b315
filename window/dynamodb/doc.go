// Package dynamodb is the table of package window on Amazon DynamoDB.
//
// # The table
//
// One table serves any number of rules: partition key pk (string), sort key sk
// (number), time to live on exp. On-demand capacity fits; no index, no stream,
// and it must not be a global table, since two regions would hold two leases.
// The product never creates it; the example of [Table] shows what is needed.
//
// # The items
//
//	window    pk = deployment # version of this layout # key
//	          sk = start of the window in seconds, > 0
//	          ids   BS  elements: 4 bytes of time, 16 of identity
//	          sums  BS  summaries: 16 bytes of identity, text
//	          exc   BS  excepted records: 16 bytes of identity, name of the exception
//	          grp   S   the group's value, for people
//	register  pk as above, sk = 0
//	          pub   NS  starts of the windows that were alerted
//	          owner S   token of whoever may publish, and
//	          lease N   until when, in milliseconds; only while it lasts
//	both      exp   N   time to live
//	          v     N   version of this layout, 1
//
// The key is name # hash of period, by and distinct # group. Two deployments on
// one table, or two versions of the layout, never meet on an item. The largest
// window, of a rule with the highest threshold, is below 400 KB.
//
// # Requests
//
// UpdateItem, Query and GetItem, nothing else. All of them may be repeated, so
// the retries of the SDK do no harm. Queries are strongly consistent; the one
// GetItem, of a register, is not, because a register only grows.
package dynamodb
