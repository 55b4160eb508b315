// Package sns publishes alerts to Amazon SNS topics.
//
// A [Route] says which topic the alerts of a severity go to and in which
// [Format]. With [Auto] one publish serves chat, e-mail and programs at once.
// A closing message also goes to each topic on which one of its alerts may have
// opened an incident.
//
// Attributes carry what filter policies select by: alert_id, rule, severity and
// schema_version, and the lists account and region.
package sns
