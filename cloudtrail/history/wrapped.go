package history

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/form"
	"trailnotify/cloudtrail/history/internal/sniff"
	"trailnotify/cloudtrail/internal/gzipped"
	"trailnotify/cloudtrail/internal/rawjson"
)

// wrapped hands on the complete object raw as a record, or the records in it.
// It overwrites raw.
func (s *stream) wrapped(raw []byte) {
	if offset, err := rawjson.CheckObject(raw); err != nil {
		s.out.number(1)
		s.fault(raw, offset, err)
		return
	}
	s.sound(form.Parse(raw))
}

// sound does what the form of a valid object asks for.
func (s *stream) sound(o *form.Object) {
	if s.out.guesses == 0 {
		s.out.hint = nil
	}
	if !s.known(o) && !s.search(o, 0) {
		s.out.unknown()
	}
}

// known reads an object of a known form, and reports whether it is of one.
func (s *stream) known(o *form.Object) bool {
	for f := range o.Forms() {
		if s.read(f, o) {
			return true
		}
	}
	return false
}

// read does what a form asks for. It returns false, and has read nothing, where
// the object is not of this form after all.
func (s *stream) read(f *form.Form, o *form.Object) bool {
	switch f.Yield {
	case form.Record:
		s.record(f, o)
	case form.Content:
		return s.content(o, f.Logged(o), f.Path)
	case form.Base64:
		s.encoded(o, f.Path)
	case form.Copy:
		return s.copied(o, f.Path[0])
	case form.Container:
		return s.search(o, 0) || s.foreign(f, o)
	case form.Foreign:
		return s.foreign(f, o)
	}
	return true
}

func (s *stream) record(f *form.Form, o *form.Object) {
	logged := s.logged
	if logged.IsZero() {
		logged = f.Logged(o)
	}
	s.out.record(cloudtrail.Record{JSON: o.Raw, Logged: logged})
}

// copied looks for whole records in one member, before any other.
func (s *stream) copied(o *form.Object, key string) bool {
	if s.guessing(func() { s.guess(key, o.Get(key), 1) }) {
		return true
	}
	o.Tried = append(o.Tried, key)
	return false
}

func (s *stream) foreign(f *form.Form, o *form.Object) bool {
	s.out.notCloudTrail(Foreign{Form: f.NameOf(o), Way: f.Way, Lossy: f.Lossy})
	return true
}

// content reads the value at a path of o: the content of a string, or JSON. It
// returns false where there is nothing to read.
func (s *stream) content(o *form.Object, logged time.Time, path []string) bool {
	value := o.Get(path...)
	if len(value) == 0 {
		return false
	}
	switch value[0] {
	case '"':
		value = blankless(rawjson.UnquoteInPlace(value))
	case '{', '[':
	default:
		return false
	}
	s.inside(value, name(path), logged)
	return true
}

// name shows a path as people write it.
func name(path []string) string {
	text := path[0]
	for _, key := range path[1:] {
		text += "." + key
	}
	return text
}

// inside reads the records in content that stood inside this stream. It may be
// anything that a file may hold. logged is when the log event was logged that
// it is the message of.
func (s *stream) inside(content []byte, name string, logged time.Time) {
	switch {
	case s.over():
		return
	case s.level == maxLevel:
		s.refuse(content, errNested)
		return
	}
	inner := stream{
		out: s.out, limit: s.limit, slow: s.slow, within: name, level: s.level + 1, logged: logged,
		w: buffer.Of(content),
	}
	if logged.IsZero() {
		inner.logged = s.logged
	}
	if s.within != "" {
		inner.within = s.within + ", " + name
	}
	if !gzipped.Is(content) {
		s.spend(s.out.budget.Nest(len(content)))
		inner.run()
		return
	}
	gz := gzipped.NewReader()
	defer gz.Release()
	if err := gz.ResetBytes(content); err != nil {
		s.refuse(nil, fmt.Errorf("decompressing %s: %w", name, err))
		return
	}
	inner.w = buffer.New(s.out.budget.Unwrapping(gz))
	inner.run()
	s.spend(s.out.budget.Spent)
}

// spend reports, once, that the budget of the file is spent.
func (s *stream) spend(err error) {
	if err == nil || s.out.budget.Said {
		return
	}
	s.out.budget.Said = true
	guesses := s.out.guesses
	s.out.guesses = 0 // what was a guess is not known any more
	s.refuse(nil, err)
	s.out.guesses = guesses
}

// search looks for records in an object that has no form of its own, and in the
// values inside it. It reports whether there were any. The same record in two
// places of a wrapper is given once.
func (s *stream) search(o *form.Object, depth int) bool {
	return s.guessing(func() {
		for _, m := range o.Members {
			if !s.over() && !slices.Contains(o.Tried, m.Key) {
				s.guess(m.Key, m.Value, depth+1)
			}
		}
	})
}

// guessing reports whether look found records. What look can't read is not a
// fault.
func (s *stream) guessing(look func()) bool {
	before, outermost := s.out.found(), s.out.once == nil
	if outermost {
		s.out.once = map[string]bool{}
	}
	s.out.guesses++
	look()
	s.out.guesses--
	if outermost {
		s.out.once = nil
	}
	return s.out.found() > before
}

// guess reads a value that may hold records. What is deep inside is looked at
// once for each object around it.
func (s *stream) guess(key string, value []byte, depth int) {
	looked := 0
	if value[0] == '{' || value[0] == '[' {
		looked = len(value)
	}
	s.spend(s.out.budget.Look(looked))
	switch {
	case s.over():
	case depth > maxLevel:
	case value[0] == '{':
		if o := form.Parse(value); !s.known(o) {
			s.search(o, depth)
		}
	case value[0] == '[':
		rawjson.Elements(value, func(element []byte) bool {
			s.guess(key, element, depth+1)
			return !s.over()
		})
	case value[0] == '"' && mayHold(value):
		content := bytes.Clone(value) // another form may need it as it is
		s.inside(blankless(rawjson.UnquoteInPlace(content)), key, time.Time{})
	}
}

// mayHold reports whether a raw string may hold JSON, or JSON in base64.
func mayHold(raw []byte) bool {
	inner := blankless(raw[1 : len(raw)-1])
	return len(inner) > 1 && (inner[0] == '{' || inner[0] == '[' || sniff.Base64Start(inner))
}
