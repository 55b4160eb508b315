// Package fields reads selected fields of a JSON record in one pass, without
// copying or decoding anything that is not asked for.
//
// A [Tree] holds the paths that patterns select; each has a number. A [Reader]
// passes over a record once, checks that it is one valid JSON object, and notes
// where the value of each path is. An [InPlace] does the same for a record that
// is still in the string of a payload, with its quotes escaped. Escapes,
// numbers, array indices and wildcards are looked at only when somebody asks.
//
// Records may be hostile. Reading does not recurse along a record and takes
// linear time; depth costs one bit a level and has no limit, so that it can't
// hide a field.
package fields
