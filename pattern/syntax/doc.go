// Package syntax reads filter patterns into a tree of conditions and writes
// them again. It knows what a pattern says and nothing of what it matches.
//
// [Parse] takes any of the three forms that CloudWatch Logs has;
// [ParseSelector] takes the part of a pattern that names a field. Both refuse
// what the service refuses, with an [Error] that points at the place.
// [Pattern.Canonical] prints a pattern in one fixed spelling.
//
// Blanks in a regular expression, numbers that are compared as they are written
// and other fine points are explained in PATTERNS.md at the root of the
// repository.
package syntax
