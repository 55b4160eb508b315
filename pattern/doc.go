// Package pattern is the filter pattern language of CloudWatch Logs, as the
// service evaluates it. PATTERNS.md at the root of the repository describes the
// language for those who write patterns; this is for those who call it.
//
//	p, err := pattern.Compile(`{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" }`)
//	if err != nil {
//		return err // a *syntax.Error, with a caret below the fault
//	}
//	if p.Match(message) { ... }
//
// A [Pattern] is shaped like a regexp.Regexp. A [Set] matches many patterns in
// one pass over a message, and a single Pattern is a Set of one; a [Scan] of it
// matches the messages of a payload that are still in their strings. A
// [Selector] is the part of a pattern that names a field, on its own. All of
// them but Scan are immutable and safe for concurrent use.
//
// This package compiles and matches. The others around it are:
//
//   - pattern/syntax parses and prints. Its errors say where a pattern is
//     wrong, what is expected there, and what the service answers.
//   - pattern/explain shows for one message which condition saw what, and what
//     would have to change.
//   - pattern/lint finds what is valid but may surprise: != on a field that may
//     be missing, || between negations, conditions that never hold.
//
// # What matches
//
// A pattern in braces sees a message as JSON. The message has to be one valid
// JSON object, or nothing matches, not even NOT EXISTS. Comparisons see strings
// and numbers only: where a field is missing, null, a boolean, an array or an
// object, all of them are false, != included. A pattern in brackets sees the
// fields of a line; any other pattern looks for terms in the text.
//
// Patterns that the service refuses are refused. Where its behaviour is not
// known, the reading is the one that can least hide an attack. Such readings
// are marked open in PATTERNS.md, and pattern/lint names those that a pattern
// touches. Mostly that is the reading that matches more. In an exception, which
// takes records out, matching more is the riskier side: write exceptions
// without open points.
//
// # How it works
//
// A pattern is parsed, compiled and matched:
//
//   - program.go, terms.go and delimited.go compile the tree of a pattern. The
//     selectors of all patterns of a set go into one tree of keys, in which
//     each has a number.
//   - pattern/internal/fields passes over a record once, checks that it is
//     valid JSON, and notes where the value of each number is.
//   - index.go asks which patterns may match at all, by the texts that their
//     fields must have; only those are evaluated (leaf.go).
//
// Reading the fields and asking the conditions meet only in these numbers, so
// that either can be replaced without the other.
//
// pattern/internal/reference is the same language once more, slow and obvious.
// Fuzz tests hold both ways of reading and the reference equal.
//
// Messages may be hostile. Match does not recurse along a message, takes linear
// time for each condition, and does not panic. Nesting has no limit, so that
// depth can't hide a field.
package pattern
