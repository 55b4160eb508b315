// Package measure takes times so that they can be compared on a machine that is
// not quiet.
//
// Times are those that processors spend on a process, so that others which wait
// for the same processors count for nothing. Everything is measured in rounds,
// one subject after the other in each, so that a slow minute hits all of them.
// What counts is the ratio to the reference within a round, and of all rounds the
// median. Times alone say little about another machine, or another day of this
// one.
package measure
