package window

import "time"

// A Closing is what came after an alert, once its quiet time has ended: how
// much of what is counted was said by nobody.
type Closing struct {
	Rule  *Rule
	Group Group
	// Start is that of the first window that the alert covered, and with Rule
	// and Group its identity. End is that of the last window of the quiet time.
	Start, End time.Time
	Told       int  // different records (values; for a storm, groups) that the alert told
	Total      int  // those in the windows from Start to End, never below Told
	AtLeast    bool // Total is a lower bound
	// First and Last are the times of the first and the last of all of them.
	First, Last time.Time
	Summaries   [][]byte // of a sample of them, as in a Crossing
	Numbers     Numbers  // as in a Crossing
	Names       []string // of a storm's groups, as in a Crossing
}

// More is how many came after the alert.
func (c Closing) More() int { return c.Total - c.Told }
