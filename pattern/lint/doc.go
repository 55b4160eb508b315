// Package lint finds what is valid in a pattern but may surprise: != on a field
// that may be missing, alternatives that match nearly everything, conditions
// that never hold, fields and events that CloudTrail does not have.
//
// A warning must be true. Where it is not certain that something is wrong,
// nothing is said.
package lint
