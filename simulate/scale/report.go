package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A column is one number of a run, as a row of the report and as a column of a
// sweep.
type column struct {
	name  string
	value func(o organisation, m *meter) string
	sweep bool // it is in the tables of sweeps too
}

func perSecond(k kind) func(organisation, *meter) string {
	return func(_ organisation, m *meter) string { return number(m.rate(k)) }
}

var columns = []column{
	{"invocations/s", perSecond(invocations), true},
	{"invocations that count/s", perSecond(counted), false},
	{"writes/s", perSecond(addWindow), true},
	{"writes of details/s", perSecond(apart), false},
	{"writes refused/s", perSecond(refused), false},
	{"reads/s", perSecond(readWindows), true},
	{"reads of spent windows/s", perSecond(looked), false},
	{"items of a read, mean", func(_ organisation, m *meter) string { return number(m.itemsRead()) }, false},
	{"registers read/s", perSecond(readRegister), false},
	{"leases claimed/s", perSecond(claimLease), false},
	{"alerts marked/s", perSecond(markAlerted), false},
	{"leases released/s", perSecond(releaseLease), false},
	{"windows compacted/s", perSecond(compactWindow), false},
	{"WRU/s", func(_ organisation, m *meter) string { return number(m.perSecond(m.Units.write)) }, true},
	{"WRU/s of ceilings and storms", func(_ organisation, m *meter) string { return number(m.perSecond(m.Shared.write)) }, true},
	{"WRU/s for spent windows", func(_ organisation, m *meter) string { return number(m.perSecond(m.Spent)) }, true},
	{"RRU/s", func(_ organisation, m *meter) string { return number(m.perSecond(m.Units.read)) }, true},
	{"WRU in the busiest second", func(_ organisation, m *meter) string { return number(m.Peak.write) }, false},
	{"RRU in the busiest second", func(_ organisation, m *meter) string { return number(m.Peak.read) }, false},
	{"WRU of one key in its busiest second", func(_ organisation, m *meter) string { return number(m.Hot.write) }, true},
	{"RRU of one key in its busiest second", func(_ organisation, m *meter) string { return number(m.Hot.read) }, false},
	{"largest item, bytes", func(_ organisation, m *meter) string { return number(float64(m.Item)) }, true},
	{"functions busy, mean", func(_ organisation, m *meter) string { return number(m.perSecond(m.Busy.Seconds())) }, true},
	{"functions busy, most", func(_ organisation, m *meter) string { return number(float64(m.InUse)) }, false},
	{"lease waits/s", perSecond(waited), false},
	{"tries throttled/s", perSecond(throttled), false},
	{"invocations failed/s", perSecond(failed), true},
	{"alerts/min", func(_ organisation, m *meter) string { return number(60 * m.rate(alerts)) }, false},
	{"closing messages/min", func(_ organisation, m *meter) string { return number(60 * m.rate(closings)) }, false},
	{"reminders written/s", perSecond(writeReminder), false},
	{"GB-s/s", func(o organisation, m *meter) string { return number(m.gigabyteSeconds(o)) }, false},
	{"DynamoDB, $/month", func(o organisation, m *meter) string { return number(m.table30Days()) }, true},
	{"Lambda, $/month", func(o organisation, m *meter) string { return number(m.function30Days(o)) }, true},
	{"its log, $/month", func(_ organisation, m *meter) string { return number(m.log30Days()) }, true},
	{"all, $/month", func(o organisation, m *meter) string { return number(m.all30Days(o)) }, true},
}

// itemsRead is how many items a read returned on average.
func (m *meter) itemsRead() float64 { return float64(m.Read) / float64(max(1, m.Counts[readWindows])) }

// gigabyteSeconds are those that Lambda bills in a second.
func (m *meter) gigabyteSeconds(o organisation) float64 {
	return m.perSecond(m.Busy.Seconds()) * float64(o.Memory) / 1024
}

// Prices in US dollars: us-east-1, list, on demand, November 2026, without the
// free tiers.
const (
	writeUnitPrice      = 0.625e-6
	readUnitPrice       = 0.125e-6
	invocationPrice     = 0.20e-6
	gigabyteSecondPrice = 0.0000133334 // arm64
	loggedBytePrice     = 0.50e-9
)

const month = 30 * 24 * 3600 // seconds

func (m *meter) table30Days() float64 {
	return month * m.perSecond(m.Units.write*writeUnitPrice+m.Units.read*readUnitPrice)
}

func (m *meter) function30Days(o organisation) float64 {
	return month * (m.rate(invocations)*invocationPrice + m.gigabyteSeconds(o)*gigabyteSecondPrice)
}

// log30Days is for what the function logs, but for the lines that Lambda adds.
func (m *meter) log30Days() float64 {
	return month * m.perSecond(float64(m.Logged)) * loggedBytePrice
}

func (m *meter) all30Days(o organisation) float64 {
	return m.table30Days() + m.function30Days(o) + m.log30Days()
}

func report(out io.Writer, o organisation, m *meter) {
	fmt.Fprintln(out, "| | |\n|---|---|")
	for _, c := range columns {
		fmt.Fprintf(out, "| %s | %s |\n", c.name, c.value(o, m))
	}
}

// header begins the table of a sweep.
func header(flag string) string {
	names := []string{flag}
	for _, c := range columns {
		if c.sweep {
			names = append(names, c.name)
		}
	}
	return "| " + strings.Join(names, " | ") + " |\n|" + strings.Repeat("---|", len(names))
}

func row(value string, o organisation, m *meter) string {
	cells := []string{value}
	for _, c := range columns {
		if c.sweep {
			cells = append(cells, c.value(o, m))
		}
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// number writes three digits of what is below 100, and whole numbers above.
func number(x float64) string {
	if x < 100 {
		return strconv.FormatFloat(x, 'g', 3, 64)
	}
	text := strconv.FormatFloat(x, 'f', 0, 64)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
