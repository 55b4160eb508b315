// Package insights says rules as queries of CloudWatch Logs Insights, and makes
// links into the AWS console.
//
// The languages of filter patterns and of queries differ. Where a query can't
// say what the pattern says it finds more, never less, and a comment in it says
// what was left out. A query finds excepted records too. Logs Insights
// discovers the first 200 fields of a record; a condition on a later one finds
// nothing there.
package insights
