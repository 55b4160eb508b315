package check

import (
	"fmt"
	"strings"
)

// A Kind is a way in which a promise can be broken.
type Kind int

const (
	Missed       Kind = iota // a span holds the threshold of unspent matches at the end
	AckedEarly               // and so it did when its records were acknowledged
	False                    // an alert without the matches for it
	Miscounted               // a number in an alert, or what is stored, is not what the records say
	BeforeSent               // recorded as alerted before the topic accepted it
	Copied                   // alerted again for what was spent, without a fault that explains it
	Disorder                 // alerted for a window while a lower one of the batch was due
	TooManyNames             // more groups named in one window than a storm allows
	Stuck                    // a batch that is never acknowledged, or an invocation that does not end in time
	Mismatched               // the rules made of a record something else than its schedule says
	Withheld                 // an alert that nothing hindered did not go out on a delivery
	Lingering                // an invocation that goes on for long without an answer to any request
	Unclosed                 // an alert that was never looked at again, or though more came was closed without a message
	Misclosed                // a closing message without its alert, or with wrong numbers
	ClosedTwice              // a second one, without a fault that explains it
	NumKinds                 // how many kinds there are
)

var kindNames = [NumKinds]string{
	"missed", "acknowledged early", "false", "miscounted", "recorded before sent", "copied without a fault", "out of order",
	"too many names", "stuck", "matched wrongly",
	"withheld", "lingering", "not closed", "closed wrongly", "closed twice",
}

func (k Kind) String() string { return kindNames[k] }

// A Violation is one broken promise.
type Violation struct {
	Kind Kind
	Text string // what was expected and what was there
}

func (v Violation) String() string { return fmt.Sprintf("%v: %s", v.Kind, v.Text) }

// Kinds are all of them.
func Kinds() []Kind {
	all := make([]Kind, NumKinds)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// ParseKind is the kind of that name.
func ParseKind(name string) (Kind, error) {
	for k, known := range kindNames {
		if known == name {
			return Kind(k), nil
		}
	}
	return 0, fmt.Errorf("unknown promise %q: want one of %s", name, strings.Join(kindNames[:], ", "))
}
