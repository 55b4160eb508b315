// Package set has what is stored of matches, and what follows from it. All of
// it is pure: which part of a window takes what, what a window holds, what is
// due, what is surplus.
//
// A window, the period of one rule and group, is stored as several small items,
// its parts, and holds the union of what these hold. In which part something
// lies decides what it costs, never what it means. So any number of processes
// may write to any part at any time.
package set
