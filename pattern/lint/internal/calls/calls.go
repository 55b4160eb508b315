// Package calls knows the names of API calls and of the services they go to, as
// CloudTrail records them. They come from the service models of botocore; see
// NOTICE at the root of the repository.
//
// The list is not complete: sign-ins, calls of the console and what services do
// by themselves are in no model. A name that is not here may well exist.
package calls

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"trailnotify/internal/fault"
)

// Written by tools/calls.
//
//go:embed names.gz
var packed []byte

// lists unpacks the names, both lists sorted.
var lists = sync.OnceValue(func() (l struct{ sources, calls []string }) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("calls: " + err.Error()) // what is embedded is read by the tests
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic("calls: " + err.Error())
	}
	sources, calls, _ := strings.Cut(strings.TrimSuffix(string(text), "\n"), "\n\n")
	l.sources, l.calls = strings.Split(sources, "\n"), strings.Split(calls, "\n")
	return l
})

// others are sources that CloudTrail records and that no model names.
var others = []string{"amazonmq", "console", "ecr-public", "robomaker", "signin", "sms", "sso-directory", "trustedadvisor"}

// version is the date of an API version, and vN, at the end of a name.
var version = regexp.MustCompile(`(_?20[0-9]{2}_?[0-9]{2}_?[0-9]{2})?(v[0-9]+)?$`)

// Known reports whether the name is one of a call. A date and vN at its end do
// not count: CreateFunction20150331 is a CreateFunction.
func Known(name string) bool {
	_, ok := slices.BinarySearch(lists().calls, version.ReplaceAllString(name, ""))
	return ok || known(name)
}

// known reports whether the name, with all that is at its end, is one of a
// call.
func known(name string) bool {
	_, ok := slices.BinarySearch(lists().calls, name)
	return ok
}

// Nearest returns the call that an unknown name was probably meant to be, "" if
// none is near.
func Nearest(name string) string {
	if Known(name) {
		return ""
	}
	end := version.FindString(name)
	near := nearest(strings.TrimSuffix(name, end), lists().calls)
	if near == "" {
		return ""
	}
	return near + end
}

// NearestSource returns the source that an unknown one was probably meant to
// be, "" if none is near. Sources end in .amazonaws.com.
func NearestSource(source string) string {
	const domain = ".amazonaws.com"
	name, rest, _ := strings.Cut(source, ".")
	switch {
	case knownSource(name) && "."+rest == domain:
		return ""
	case knownSource(name) && (rest == "" || fault.NearestWithin("."+rest, []string{domain}, 3) != ""):
		return name + domain
	case "."+rest != domain:
		return ""
	}
	if near := nearest(name, slices.Concat(lists().sources, others)); near != "" {
		return near + domain
	}
	return ""
}

func knownSource(name string) bool {
	_, ok := slices.BinarySearch(lists().sources, name)
	return ok || slices.Contains(others, name)
}

// nearest allows few letters to differ, and none in a short name: in a list as
// long as this one something is always near.
func nearest(name string, names []string) string {
	return fault.NearestWithin(name, names, min(2, len(name)/5))
}
