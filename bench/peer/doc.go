// Package peer says the patterns of a rule set to other engines, each in its own
// language, and asks the engines which rules a record matches.
//
// The translations are faithful: a comparison is false where the field is
// missing or is neither a string nor a number, != included. Where an engine has
// a quicker way to say the same it is used, as with one list for many equalities
// of one field. What an engine can't say is an error, never left out.
//
// Two kinds of peers are libraries and run in this process: [Engines]. The
// others run as processes on the same records: [Processes].
package peer
