package main

import (
	"strings"
	"time"
)

// A kind is a kind of request, or of something else that is counted.
type kind int

const (
	addWindow kind = iota
	readWindows
	readRegister
	claimLease
	markAlerted
	releaseLease
	compactWindow
	writeReminder
	listReminders
	takeReminder
	dropReminder
	readOpen // registers, strongly consistent
	closeAlert
	refused     // writes that their item did not take, among addWindow
	apart       // writes of details that have a place of their own, among addWindow
	looked      // reads of spent windows, whether they are full, among readWindows
	throttled   // tries that the limit of a partition did not let through
	waited      // times that somebody waited for a lease
	invocations // deliveries of a payload
	counted     // invocations that had something to count
	failed      // invocations that ended in an error
	alerts      // published
	closings    // messages that close alerts
	kinds
)

func (k kind) reads() bool {
	return k == readWindows || k == readRegister || k == listReminders || k == readOpen
}

// units are request units of DynamoDB.
type units struct{ write, read float64 }

func (u *units) add(k kind, n float64) {
	if k.reads() {
		u.read += n
	} else {
		u.write += n
	}
}

// A meter adds up what happens in the time that is measured, and knows for
// each second which partition key was the busiest.
type meter struct {
	clock    *clock
	from, to time.Duration

	Counts [kinds]int
	Units  units         // in all
	Shared units         // of ceilings and storms, which all groups of a rule share
	Spent  float64       // write units for windows that were spent before
	Peak   units         // of the whole table in one second
	Hot    units         // of one partition key in one second
	Item   int           // bytes, the largest that was written
	Read   int           // items, by all reads together
	Busy   time.Duration // of all processes
	InUse  int           // processes at one time, at most
	Logged int           // bytes

	second  time.Duration // that the following are of
	table   units
	byKey   map[string]*units
	inUse   int
	changed time.Duration // when inUse did
}

func (m *meter) measuring() bool { return m.from <= m.clock.now && m.clock.now < m.to }

func (m *meter) note(k kind) {
	if m.measuring() {
		m.Counts[k]++
	}
}

func (m *meter) largest(bytes int) {
	if m.measuring() {
		m.Item = max(m.Item, bytes)
	}
}

// read notes how many items a read returned.
func (m *meter) read(items int) {
	if m.measuring() {
		m.Read += items
	}
}

// logged notes what a process logs.
func (m *meter) logged(bytes int) {
	if m.measuring() {
		m.Logged += bytes
	}
}

// afterwards notes units of a write that can't lead to an alert: it makes no
// more than the number of matches since the last one right.
func (m *meter) afterwards(units float64) {
	if m.measuring() {
		m.Spent += units
	}
}

// now returns what the key has used of the present second.
func (m *meter) now(key string) *units {
	if s := m.clock.now.Truncate(time.Second); s != m.second || m.byKey == nil {
		m.second, m.table, m.byKey = s, units{}, map[string]*units{}
	}
	u := m.byKey[key]
	if u == nil {
		u = &units{}
		m.byKey[key] = u
	}
	return u
}

// charge notes a request and its units.
func (m *meter) charge(k kind, key string, n float64) {
	u := m.now(key)
	u.add(k, n)
	m.table.add(k, n)
	if !m.measuring() {
		return
	}
	m.Counts[k]++
	m.Units.add(k, n)
	if strings.HasSuffix(key, "#~") || strings.HasSuffix(key, "#*") {
		m.Shared.add(k, n)
	}
	m.Peak = units{max(m.Peak.write, m.table.write), max(m.Peak.read, m.table.read)}
	m.Hot = units{max(m.Hot.write, u.write), max(m.Hot.read, u.read)}
}

// occupied notes that so many more processes are in use.
func (m *meter) occupied(more int) {
	begin, end := max(m.changed, m.from), min(m.clock.now, m.to)
	m.Busy += time.Duration(m.inUse) * max(0, end-begin)
	m.changed = m.clock.now
	m.inUse += more
	if m.measuring() {
		m.InUse = max(m.InUse, m.inUse)
	}
}

// rate is how often something happened in a second.
func (m *meter) rate(k kind) float64 { return m.perSecond(float64(m.Counts[k])) }

func (m *meter) perSecond(total float64) float64 { return total / (m.to - m.from).Seconds() }
