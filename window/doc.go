// Package window counts matches exactly and has every crossing published,
// whatever happens: matches may come twice, late, in any order and to many
// processes at once, and any of these may die at any moment.
//
// # The promise
//
//   - Exact. A record counts once per rule, group and window of its event time.
//   - Never missed. Whenever [Rule.Threshold] different matches of a rule and
//     group lie within one [Rule.Period], wherever it starts, and none of them
//     is spent, an alert is sent.
//   - Spent. An alert spends every match, early or late, in the windows it
//     covers and in the quiet windows behind them. A new alert needs as many
//     unspent ones. Alerts spend forward only: a late match can still make an
//     older window alert.
//   - Once. A second copy of an alert is sent only in the cases that are listed
//     below.
//   - Isolated. An alert goes out on the first delivery if the table and the
//     publisher answer for its own rule and group, whatever else fails.
//   - At the end. [Counter.Count] returns nil only when nothing that it touched
//     is due, so whoever delivers a batch repeats it until then. This is the
//     whole recovery mechanism.
//   - Closed. Every alert that was recorded is looked at again when its quiet
//     time has ended. If the windows that it spends hold more than it told, one
//     message says how much. Windows that two alerts spend belong to the newer
//     one, so no match is in two messages. None follows an alert that was never
//     sent. See [Counter.Close].
//
// All of it is one check: take all matches and delete those in the windows j to
// j + quiet of every alerted window j; no span of one period may still hold the
// threshold.
//
// # Copies
//
// An alert is sent again only if
//
//   - the process died after the alert was accepted and before it was recorded,
//     or could not record it and another process counted the matches first. A
//     process remembers what was accepted until it is recorded, and every call
//     of [Counter.Count] tries to;
//   - the publisher could not tell whether the alert was accepted: it returned
//     an error that does not say NotSent, see [Publish];
//   - the process stood still until its lease had ended, or its clock is wrong
//     by more than [Bounds].LeaseMargin;
//   - the register has forgotten the alert: it is older than 60 days, or more
//     than [Bounds].MaxPublished came after it.
//
// A message that closes an alert is sent again only if the process died between
// the message and its record, the publisher could not tell, the record failed
// until the process ended, or the rule's quiet time was changed between two
// attempts to send the alert. What comes after the message is told by none.
//
// # Isolation
//
// Order matters within one key only, so keys never wait for each other. Each
// rule has the same share of the workers, [Bounds].Parallel of them, and no
// request or publish takes longer than [Bounds].RequestLimit. An alert of which
// all requests are answered therefore goes out at once, as long as fewer rules
// than there are workers are in trouble, and fewer keys of its own rule; beyond
// that it waits for one RequestLimit for each time that the workers are all
// occupied.
//
// A call that fails ends soon. Nobody waits for a lease before everything else
// is settled, and then for [Bounds].WaitLimit together. What failed is tried
// once more. A rule of which nothing has succeeded for a WaitLimit, though two
// keys or more were tried, is left to the next delivery; so is everything when
// nothing has succeeded for two RequestLimits. So with the table or the topic
// down, a call ends within RequestLimit and WaitLimit, 8 s by default, if it
// has few rules, and within three RequestLimits in any case. A request that
// hangs while a lease is held costs another WaitLimit, to give the lease up.
//
// # How it works
//
// A [Table] holds windows and registers. A window is the set of the elements,
// time and identity, that were counted in one period; writing to it is a union
// of sets, which does not care for order or repetition. It is divided among
// several small items, its parts, so that a write pays for one of them and not
// for the whole window; which part that is makes no difference to what the
// window is. The register of a rule and group holds the windows that were
// alerted, which only grow. Nothing else is stored; whether a window is spent
// or due is derived from the two. Package set has all that follows from them.
//
// For each batch a [Counter] writes the windows, then reads their neighbours,
// then decides by pure functions. Of all writers of a span the last one sees
// all of it, so somebody sees each crossing, and does not return nil before it
// is published or spent. Publishing is guarded by a lease on the register:
// claim, read again, publish, mark. A lease is given up as soon as it is
// certain that nothing was sent under it; only where that is not certain does
// it stay until it ends by itself, so that an alert that may have been accepted
// is not sent again at once.
//
// # Closing
//
// A reminder is written before each alert is sent: a small item that says when
// to look at it. All attempts to send one alert write the same reminder. The
// write that records the alert says what it told, so a reminder proves nothing
// by itself; one whose alert was never recorded is dropped a day after the last
// attempt. Whoever looks leases the reminder, then reads the register, then the
// windows. The message is sent, then the alert is recorded as closed, then the
// reminder is removed. This order makes a reminder that comes back late, by a
// request of a dead process, do nothing. Closing writes nothing that decides
// about alerts.
//
// # Bounds
//
// A window takes max(threshold, 1000) identities; up to there counts are exact.
// One that is full holds the threshold by itself, so nothing that is left out
// of it can matter to a decision. A process that knows a window to be full
// writes no more to it; while it is not spent, the process reads it all the
// same, so that its alert is never forgotten. It knows from what it has read:
// after 31 matches that it wrote to a spent window it looks how full that is. A
// window therefore holds at most its capacity, and for each process 31 matches
// and a batch.
//
// For the alert a window keeps details: a sample of 20 summaries, and 100
// excepted records per exception. The sample has one summary of each call and
// outcome before a second of any, then one of each kind, see [Match.Kind]. How
// many matches there are of each comes from the elements, which hold half of
// the hash of the call and half of that of the kind: exactly, as long as the
// sample has room for all of them and the window is not full.
//
// Details never take part in a decision. While a window is small they lie with
// the elements, where they cost no write; those of a larger one have an item of
// their own, which is read under the lease alone. Windows that an alert spends
// get one summary of each kind together, for the message at the end of the
// quiet time, as far as a process knows; a full one gets what is of a new kind.
// Times are whole seconds. [Bounds] has all limits.
//
// # Storms and ceilings
//
// Of a rule with groups at most [Rule.Storm] are alerted by name in one window.
// If more want to, one alert says how many, names those that were not named,
// and counts as the alert of each. It waits until all groups of its batch have
// entered the storm. Groups of different [Group.Storm] make storms of their
// own.
// [Rule.Ceiling] counts all groups together, so that many groups below the
// threshold cannot hide what they are in sum.
package window
