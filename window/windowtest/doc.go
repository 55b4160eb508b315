// Package windowtest tests implementations of [window.Table], and whoever
// counts on them, against what was promised.
//
// [Suite] is what every table must pass, alone and under a [window.Counter].
// [Check] is the promise itself, computed from the matches alone in the most
// obvious way. [Calls] counts the requests that a table gets.
package windowtest
