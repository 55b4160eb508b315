// Package form tells what a JSON object is: a record, something that records
// are wrapped in, or something else that is known.
package form

import (
	"iter"
	"strconv"
	"time"

	"trailnotify/cloudtrail"
)

// A Form is one of the things that a JSON object may be.
type Form struct {
	is test
	// Yield is what is to be done with an object of this form.
	Yield Yield
	// Path leads to what holds the records, for Content, Base64 and Copy.
	Path []string
	// Name is what the object is called and Way what to do to get at the
	// records, for Foreign and Container. Lossy says that it is CloudTrail of
	// which fields are missing.
	Name, Way string
	Lossy     bool

	kind string                    // the member that says of which kind a Foreign is
	time func(o *Object) time.Time // see Logged
}

// Yield is what an object of a form yields.
type Yield int

const (
	// Record is the object itself.
	Record Yield = iota
	// Content is at Path, and may be whatever a file may hold. Where there is
	// nothing at Path, the object is of another form.
	Content
	// Base64 is content in base64 at Path.
	Base64
	// Copy is a whole record, as it was logged, somewhere at Path, next to what
	// others have made of it. Where there is none, the object is of another
	// form.
	Copy
	// Foreign is not a record and holds none.
	Foreign
	// Container is Foreign unless there are records somewhere in it.
	Container
	// Nothing is to be read or said.
	Nothing
)

// Forms yields the forms that the object may be of, the most telling first.
func (o *Object) Forms() iter.Seq[*Form] {
	return func(yield func(*Form) bool) {
		for _, forms := range [][]Form{events, wrappers, records, others} {
			for i := range forms {
				if forms[i].is(o) && !yield(&forms[i]) {
					return
				}
			}
		}
	}
}

// NameOf names an object of the form. What it quotes of it is safe to print.
func (f *Form) NameOf(o *Object) string {
	if f.kind == "" {
		return f.Name
	}
	return f.Name + " " + strconv.Quote(cloudtrail.Excerpt([]byte(o.text(f.kind))))
}

// Logged returns the time at which the object's content was logged, or the
// nearest to it that the object has. It is the zero time if there is none.
func (f *Form) Logged(o *Object) time.Time {
	if f.time == nil {
		return time.Time{}
	}
	return f.time(o)
}
