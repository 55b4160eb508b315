// Package patterntest builds patterns and messages for tests: from random
// bytes, so that fuzzing reaches beyond the parser, and so that they have
// something to say to each other.
package patterntest
