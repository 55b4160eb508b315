// Package reference is the meaning of a filter pattern, as plainly as it can be
// written, on gjson. It is slow. Explanations show its steps, warnings ask it,
// and tests hold the fast evaluator to it. It shares with that one only what
// has a test of its own: unescaping, decimal numbers and regexp.
package reference
