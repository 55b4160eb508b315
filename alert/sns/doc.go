// Package sns publishes alerts to Amazon SNS topics.
//
// A [Route] says which topic the alerts of a severity go to and in which
// [Format]. With [Auto] one publish serves chat, e-mail and programs at once.
// Attributes carry what filter policies select by: alert_id, rule, severity and
// schema_version, and the lists account and region.
package sns
