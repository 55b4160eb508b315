package window

import (
	"container/list"
	"slices"
	"sync"
)

// facts is what one process remembers of what it saw settled: windows that were
// alerted, windows that are full, summaries that lost their place. All of these
// stay true for ever, so forgetting one, or missing what other processes did,
// costs a request and never a decision. The least recently used keys are
// forgotten first.
type facts struct {
	mu     sync.Mutex
	limit  int // of size
	perKey int // published and full windows of one key, the newest first
	size   int // facts held
	keys   map[string]*list.Element
	order  *list.List // of *keyFacts, the most recently used first
}

type keyFacts struct {
	key       string
	published published
	windows   map[int64]windowFacts
}

// windowFacts are what is known of one window. A summary or an excepted record
// whose identity lies above its bar can never be kept.
type windowFacts struct {
	full         bool // it has all the identities that it takes
	barred       bool
	summaryBar   Identity // if barred
	exceptedBars map[string]Identity
}

func newFacts(limit, perKey int) *facts {
	return &facts{limit: limit, perKey: perKey, keys: map[string]*list.Element{}, order: list.New()}
}

func (k *keyFacts) size() int { return 1 + len(k.published) + len(k.windows) }

// published returns the windows of a key known to be alerted.
func (f *facts) published(key string) published {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e, ok := f.keys[key]; ok {
		f.order.MoveToFront(e)
		return e.Value.(*keyFacts).published
	}
	return nil
}

func (f *facts) window(key string, start int64) windowFacts {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e, ok := f.keys[key]; ok {
		f.order.MoveToFront(e)
		return e.Value.(*keyFacts).windows[start]
	}
	return windowFacts{}
}

// learn adds alerted windows and returns all that are known of the key, those
// included that there is no room to remember.
func (f *facts) learn(key string, windows []int64) published {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(windows) == 0 && f.keys[key] == nil {
		return nil
	}
	var all published
	f.change(key, func(k *keyFacts) {
		all = k.published.with(windows...)
		k.published = all[max(0, len(all)-f.perKey):]
	})
	return all
}

func (f *facts) learnWindow(key string, start int64, w windowFacts) {
	if !w.full && !w.barred && len(w.exceptedBars) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.change(key, func(k *keyFacts) {
		if k.windows == nil {
			k.windows = map[int64]windowFacts{}
		}
		w.full = w.full || k.windows[start].full
		k.windows[start] = w
		if len(k.windows) > f.perKey {
			delete(k.windows, oldest(k.windows))
		}
	})
}

func oldest(windows map[int64]windowFacts) int64 {
	var starts []int64
	for start := range windows {
		starts = append(starts, start)
	}
	return slices.Min(starts)
}

// change applies do to what is known of a key and forgets other keys until
// there is room.
func (f *facts) change(key string, do func(*keyFacts)) {
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

// factsOf are the facts about a window that its image shows, once its surplus
// is left out of account.
func (s *subject) factsOf(img Image) windowFacts {
	w := windowFacts{full: len(img.Elements) >= s.capacity && distinct(img.Elements) >= s.capacity}
	if kept, _ := s.bounds.sample(img.Summaries); len(kept) == s.bounds.Summaries {
		w.barred, w.summaryBar = true, kept[s.bounds.Summaries-1].Identity
	}
	kept, _ := s.bounds.tally(img.Excepted)
	run := 0
	for i, e := range kept {
		if i > 0 && kept[i-1].Name != e.Name {
			run = 0
		}
		if run++; run == s.bounds.Excepted {
			if w.exceptedBars == nil {
				w.exceptedBars = map[string]Identity{}
			}
			w.exceptedBars[e.Name] = e.Identity
		}
	}
	return w
}

// wanted leaves out of a write what the facts show to be surplus.
func (w windowFacts) wanted(write Write) Write {
	if w.barred {
		write.Summaries = slices.DeleteFunc(slices.Clone(write.Summaries), func(s Summary) bool {
			return compareIdentities(s.Identity, w.summaryBar) > 0
		})
	}
	write.Excepted = slices.DeleteFunc(slices.Clone(write.Excepted), func(e Excepted) bool {
		bar, ok := w.exceptedBars[e.Name]
		return ok && compareIdentities(e.Identity, bar) > 0
	})
	return write
}
