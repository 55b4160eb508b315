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
//     unspent ones. Alerts mute forward only: a late match can still make an
//     older window alert.
//   - Once. A second copy is possible only where a process died, or a reply was
//     lost, between an accepted alert and the next write.
//   - At the end. [Counter.Count] returns nil only when nothing that it touched
//     is due, so whoever delivers a batch repeats it until then. This is the
//     whole recovery mechanism.
//
// All of it is one check: take all matches and delete those in the windows j to
// j + quiet of every alerted window j; no span of one period may still hold the
// threshold.
//
// # How it works
//
// A [Table] holds two kinds of items. A window holds the set of the elements,
// time and identity, that were counted in one period; writing to it is a union
// of sets, which does not care for order or repetition. The register of a rule
// and group holds the windows that were alerted, which only grow. Nothing else
// is stored; whether a window is spent or due is derived from the two.
//
// For each batch a [Counter] writes the windows, then reads their neighbours,
// then decides by pure functions. Of all writers of a span the last one sees
// all of it, so somebody sees each crossing, and does not return nil before it
// is published or spent. Publishing is guarded by a lease on the register:
// claim, read again, publish, mark.
//
// # Bounds
//
// A window takes max(threshold, 1000) identities; up to there counts are exact.
// One that is full holds the threshold by itself, so nothing that it refuses
// can matter to a decision. Beside the elements it keeps a sample of at most 20
// summaries and 100 excepted records per exception, for the alert; these never
// take part in a decision. Times are whole seconds.
//
// # Storms and ceilings
//
// Of a rule with groups at most [Rule.Storm] are alerted by name in one window.
// If more want to, one alert says how many and counts as the alert of each.
// [Rule.Ceiling] counts all groups together, so that many groups below the
// threshold cannot hide what they are in sum.
package window
