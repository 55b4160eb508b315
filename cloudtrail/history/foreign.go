package history

import (
	"errors"
	"fmt"

	"trailnotify/cloudtrail"
)

var errUntimed = errors.New("a record without a time, which can't be counted")

// Foreign says that a file holds something other than CloudTrail records. There
// is at most one for each file and form.
type Foreign struct {
	Place   cloudtrail.Place // of the first one
	N       int              // how many there are
	Form    string           // what they are, such as "an AWS Config snapshot"; "" when unknown
	Way     string           // what to do to get at the records; "" when there is nothing to do
	Lossy   bool             // they are CloudTrail events of which fields are missing
	Found   bool             // the file was found in a directory or an archive, not named itself
	Records int              // how many records the file also holds
}

// Error returns "place: not a CloudTrail record: what it is: what to do".
func (f *Foreign) Error() string {
	text := f.Place.String()
	if f.N > 1 {
		text += fmt.Sprintf(" and %d more", f.N-1)
	}
	if f.Lossy {
		text += ": not a whole CloudTrail record"
	} else {
		text += ": not a CloudTrail record"
	}
	if f.Form != "" {
		text += ": " + f.Form
	}
	if f.Way != "" {
		text += ": " + f.Way
	}
	return text
}
