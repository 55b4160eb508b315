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
//	part      pk = deployment # version of this layout # key
//	          sk = start of the window in seconds, > 0, and its part as a fraction
//	          ids   BS  elements: 4 bytes of time, 16 of identity, 4 of kind
//	          sums  BS  summaries: 16 bytes of identity, 8 of kind, text
//	          exc   BS  excepted records: 16 bytes of identity, name of the exception
//	          grp   S   the group's value, for people; only with sums or exc
//	details   pk as above, sk = -start; sums, exc and grp as above
//	register  pk as above, sk = 0
//	          pub   NS  starts of the windows that were alerted
//	          t…    L   for each alert that is not closed, named after the first
//	                    window that it covers: how much it told, the last window
//	                    that it covers, the last one of its quiet time
//	          owner S   token of whoever may publish, and
//	          lease N   until when, in milliseconds; only while it lasts
//	reminder  pk = deployment # version of this layout # due
//	          sk = when to look at an alert, and 25 digits of a hash of its key
//	               and window as a fraction
//	          k, w      the key, and the first window that the alert covers
//	          kind, val the group, in full; cap: what a window takes
//	          tok, written: the last attempt to send the alert, and when
//	          owner, lease as above, of whoever looks at the alert
//	all       exp   N   time to live
//	          v     N   version of this layout, 3
//
// The key is name # hash of period, by and distinct # group. Two deployments on
// one table, or two versions of the layout, never meet on an item.
//
// A window is the union of its parts. Those that writes share have .001 to .899
// of a second as their fraction, and about 32 elements where the window is
// full; a write of 32 elements or more has a part of its own, from .9 on. A
// write therefore costs one unit nearly always, where one item for the whole
// window costs twenty. The window of a storm is one item, without a fraction.
// The largest item is below 400 KB for every rule that is valid.
//
// # Requests
//
// UpdateItem, Query and GetItem, and DeleteItem for reminders; nothing else.
// All of them may be repeated, so the retries of the SDK do no harm. What
// decides is read strongly consistent. Three reads are not, for they can only
// show too little: that of the alerted windows, which only grow; that whether a
// window is full; and that of what is due to be looked at.
package dynamodb
