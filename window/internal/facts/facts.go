// Package facts is what one process remembers of what it saw. All of it stays
// true for ever, so forgetting a fact, or missing what other processes did,
// costs a request and never a decision.
package facts

import (
	"container/list"
	"slices"
	"sync"

	"trailnotify/window/set"
)

// Facts are what is remembered of many keys, each a rule and group. The least
// recently used keys are forgotten first. They are safe for concurrent use.
type Facts struct {
	mu     sync.Mutex
	limit  int // of size
	perKey int // published windows of one key, and windows with facts, the newest first
	size   int // facts held
	keys   map[string]*list.Element
	order  *list.List // of *keyFacts, the most recently used first
}

type keyFacts struct {
	key       string
	published set.Published
	windows   map[int64]Window
}

// Window is what is known of one window.
type Window struct {
	Full   bool     // it has all the identities that it takes
	Large  bool     // it has so many members that details lie apart from its parts
	Bars   set.Bars // what is known of its details
	Unread int      // elements that this process wrote since it last read the window
}

func (w Window) worthKnowing() bool {
	return w.Full || w.Large || w.Unread > 0 || w.Bars.Any()
}

// New returns Facts that hold so many facts, and of one key so many windows of
// each kind.
func New(limit, perKey int) *Facts {
	return &Facts{limit: limit, perKey: perKey, keys: map[string]*list.Element{}, order: list.New()}
}

func (k *keyFacts) size() int { return 1 + len(k.published) + len(k.windows) }

// Published returns the windows of a key known to be alerted.
func (f *Facts) Published(key string) set.Published {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e, ok := f.keys[key]; ok {
		f.order.MoveToFront(e)
		return e.Value.(*keyFacts).published
	}
	return nil
}

// Window returns what is known of a window.
func (f *Facts) Window(key string, start int64) Window {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e, ok := f.keys[key]; ok {
		f.order.MoveToFront(e)
		return e.Value.(*keyFacts).windows[start]
	}
	return Window{}
}

// Alerted adds alerted windows and returns all that are known of the key, those
// included that there is no room to remember.
func (f *Facts) Alerted(key string, windows []int64) set.Published {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(windows) == 0 && f.keys[key] == nil {
		return nil
	}
	var all set.Published
	f.change(key, func(k *keyFacts) {
		all = k.published.With(windows...)
		k.published = all[max(0, len(all)-f.perKey):]
	})
	return all
}

// Learn has what is known of a window changed.
func (f *Facts) Learn(key string, start int64, learn func(*Window)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var w Window
	if e, ok := f.keys[key]; ok {
		w = e.Value.(*keyFacts).windows[start]
	}
	known := w.worthKnowing()
	learn(&w)
	if !known && !w.worthKnowing() {
		return
	}
	f.change(key, func(k *keyFacts) {
		if k.windows == nil {
			k.windows = map[int64]Window{}
		}
		k.windows[start] = w
		if !w.worthKnowing() {
			delete(k.windows, start)
		}
		if len(k.windows) > f.perKey {
			delete(k.windows, oldest(k.windows))
		}
	})
}

func oldest(windows map[int64]Window) int64 {
	var starts []int64
	for start := range windows {
		starts = append(starts, start)
	}
	return slices.Min(starts)
}

// change applies do to what is known of a key and forgets other keys until
// there is room.
func (f *Facts) change(key string, do func(*keyFacts)) {
	e := f.keys[key]
	if e == nil {
		e = f.order.PushFront(&keyFacts{key: key})
		f.keys[key] = e
	} else {
		f.order.MoveToFront(e)
		f.size -= e.Value.(*keyFacts).size()
	}
	k := e.Value.(*keyFacts)
	do(k)
	f.size += k.size()
	for f.size > f.limit && f.order.Len() > 1 {
		last := f.order.Remove(f.order.Back()).(*keyFacts)
		delete(f.keys, last.key)
		f.size -= last.size()
	}
}
