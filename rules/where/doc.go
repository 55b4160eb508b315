// Package where evaluates conditions on records: what a rule file has behind
// "where:", for what filter patterns can't say. A condition is evaluated only
// on the records that the pattern lets through.
//
// The language is that of github.com/expr-lang/expr, without what reads clocks
// or makes much of little, and with the functions json, cidr, isPublic,
// account, trusted, lower, upper, trim, number, len, sum and values.
//
// Conditions are total: a field that is not there, or has another type than
// expected, is no error. What is not there is nil. Comparisons with another
// type, and with nil, are false, != included; sums and functions of them are
// nil; lists of them are empty. Only x == nil and x != nil ask whether there is
// a value. And, or and not take for true only what is true.
//
// What is left to fail is a limit, on the elements that a condition looks at or
// makes. Then it counts as if it held, with an error.
package where
