// Package screen prints for people: text that can't take over their terminal,
// and tables that fit it.
package screen
