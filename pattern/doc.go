// Package pattern is the filter pattern language of CloudWatch Logs, as the
// service evaluates it. PATTERNS.md at the root of the repository describes the
// language for those who write patterns; this is for those who call it.
//
//	p, err := pattern.Compile(`{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" }`)
//	if err != nil {
//		return err // a *SyntaxError, with a caret below the fault
//	}
//	if p.Match(message) { ... }
//
// A [Pattern] is shaped like a regexp.Regexp. A [Set] matches many patterns in
// one pass over a message, and a single Pattern is a Set of one; a [Scan] of it
// matches the messages of a payload where they stand. A [Selector] is the part of
// a pattern that names a field, on its own. Patterns, sets and selectors are
// immutable and safe for concurrent use.
//
// Three things go with them. A [SyntaxError] says where a pattern is wrong, what
// could stand there, and what the service answers. [Pattern.Warnings] finds what
// is valid but may surprise: != on a field that may be missing, || between
// negations, conditions that never hold. [Pattern.Explain] shows for one message
// which condition saw what, and what would have to change.
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
// known, the reading is the one that can least hide an attack. Such readings are
// marked open in PATTERNS.md, and Warnings names those that a pattern touches.
// Mostly that is the reading that matches more. In an exception, which takes
// records out, matching more is the riskier side: write exceptions without open
// points.
//
// # How it works
//
// The way of a pattern is parse, compile, match:
//
//   - parse.go, expression.go, selector.go, literal.go, regex.go, terms.go and
//     delimited.go read the source into a tree of conditions (ast.go).
//   - program.go and program_text.go compile it. The selectors of all patterns
//     of a set go into one tree of keys, each with a slot (tree.go).
//   - json.go, json_scalar.go and fields.go pass over the record once, check
//     that it is valid JSON, and take down where the value of each slot stands.
//     Nothing is copied or decoded. A key that comes again clears the slots
//     below it, so that the last one wins.
//   - scan.go, quoted.go and quoted_json.go do the same for a message that still
//     stands in the string of a payload, if it is plain: first backslashes.go
//     finds all quotes, and then strings are stepped over from quote to quote.
//   - index.go asks which patterns may match at all, by the texts that their
//     fields must have; only those are evaluated (leaf.go). Escapes, numbers,
//     array indices and wildcards are looked at there and then.
//
// Reading the fields and asking the conditions meet only in the slots, so that
// either can be replaced without the other.
//
// reference.go is the same language once more, slow and obvious, on gjson.
// Explain is built on it, and fuzz tests hold all three equal.
//
// Messages may be hostile. Match does not recurse along a message, takes linear
// time for each condition, and does not panic. Nesting costs one bit a level and
// has no limit, so that depth can't hide a field.
package pattern
