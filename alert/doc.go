// Package alert turns a crossing into what people and programs read: who did
// what, from where, when, how often, why it was denied, and where to look.
//
// How an alert is made:
//
//	record   --summary.Of-->  summary   (at most 300 bytes, kept with the count)
//	crossing --New--------->  Alert     (what the summaries say together)
//	closing  --NewClosing-->  Alert     (the same of what came in a quiet time)
//	Alert    --JSON-------->  machine form, described by alert.schema.json
//	         --Text-------->  text for people, as e-mail takes it
//	         --Chat-------->  custom notification of Amazon Q Developer, for Slack and Teams
//	         --Alarm------->  the keys of a CloudWatch alarm's message
//
// A record is summarized when it matches, because it is gone by the time that
// its window reaches the threshold: the batch that completes a burst need not
// be the one that began it. The window keeps up to twenty summaries. If the
// count is larger, lists in the alert come from this sample, and the alert says
// so.
//
// Messages for people are in the language of a [Reader] and show UTC and the
// reader's time zone. The machine form has neither.
//
// # Titles and order
//
// The title says who did what, how it ended and where: for several calls the
// gravest, see package facts, and how many other kinds there are. Who, from
// where, what, outcome, where and when come first in every message for people,
// six lines that chat applications show without being asked for more. The first
// lines of the runbook follow, then everything else, and the links at the end.
//
// # Severity
//
// The severity of an alert is that of its rule, at least high where a grave
// call succeeded, at most medium where every match restores what protects, and
// one more for the root user or a tool for attacks.
//
// # Links
//
// An alert links to its first event in CloudTrail's event history, and to its
// matches in CloudWatch Logs Insights, see package insights.
//
// # What a caller can write
//
// Everything in a record can be written by an attacker. No more of it leaves it
// than a summary holds, and every text is made plain when it is read and again
// when it is written, see packages summary and plain. In messages for people it
// is neutral as well: nothing in it becomes a link, a mention or formatting in
// any mail program or chat (https[:]//evil[.]example, ‹!channel›). The machine
// form has the exact value. Links, keywords and the variables of custom actions
// hold nothing from a record but event IDs, regions and account numbers of the
// right form.
package alert
