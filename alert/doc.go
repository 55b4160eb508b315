// Package alert turns a crossing into what people and programs read: who did
// what, from where, when, how often, why it was denied, and where to look.
//
// The way of an alert through the package:
//
//	record   --Summarize-->  summary   (at most 300 bytes, kept with the count)
//	crossing --New-------->  Alert     (the summaries told together)
//	Alert    --JSON------->  machine form, described by alert.schema.json
//	         --Text------->  text for people, as e-mail takes it
//	         --Chat------->  custom notification of Amazon Q Developer, for Slack and Teams
//	         --Alarm------>  the keys of a CloudWatch alarm's message
//
// A summary is made of a record when it matches, because the record is gone by
// the time that its window crosses the threshold: the batch that completes a
// burst need not be the batch that began it. The window keeps up to twenty of
// them, so lists in an alert are drawn from a sample when the count is larger,
// and the alert says so.
//
// Messages for people are in the language of a [Reader] and show a time zone
// beside UTC. The machine form has neither.
//
// # Links
//
// An alert links to its first event in CloudTrail's event history, and to its
// matches in CloudWatch Logs Insights, see package insights.
//
// # What a caller can write
//
// Everything in a record can be written by an attacker. Summaries hold the
// fields of [Summary]: of request parameters only those that name what a call is
// about (bucketName, roleName, userName, policyArn and their like), of an error
// message only which kind of policy denied the call, of a user agent only which
// of the known families it claims to be. No other part of a record leaves it.
//
// Every text is [Plain] when it is read and again when it is written, and then
// escaped for its place: code spans with & < > escaped in chat, defanged
// addresses in text, nothing but ASCII of our own in a subject. Titles, links,
// keywords and the variables of custom actions hold no text of a record but
// event IDs, regions and account numbers that look like it.
package alert
