// Package explain shows why a pattern matches a message or not: which condition
// saw which value, and what would have to change.
//
// It is built on a second, slow evaluator, to which tests hold the fast one, so
// that it says what the fast one does.
package explain
