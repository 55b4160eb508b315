package main

import (
	"fmt"
	"strconv"
	"strings"

	"trailnotify/window/set"
)

// The units in which DynamoDB bills, and the sizes of our items that they
// follow from. The test holds these against what DynamoDB Local charges for
// the requests of window/dynamodb.

// writeUnits are the write request units of a write of one item: one for each
// started KB of the larger of the item before and after. A write that its
// condition refuses costs the item that is there.
func writeUnits(size int) float64 { return float64(started(size, 1024)) }

// consistentUnits are the read request units of a Query: one for each started
// 4 KB of all that it read, whatever of it is returned.
func consistentUnits(size int) float64 { return float64(started(size, 4096)) }

// staleUnits are those of an eventually consistent read.
func staleUnits(size int) float64 { return consistentUnits(size) / 2 }

func started(size, unit int) int { return max(1, (size+unit-1)/unit) }

// contentsSize is the size of an item of a window: of its attributes' names and
// values.
func contentsSize(key string, at set.Place, c set.Contents, group string) int {
	const element = 4 + len(set.Identity{}) + 4
	size := itemSize(key, at)
	if len(c.Elements) > 0 {
		size += attribute("ids", element*len(c.Elements))
	}
	if group != "" {
		size += attribute("grp", len(group))
	}
	if len(c.Summaries) > 0 {
		size += attribute("sums", 0)
		for _, s := range c.Summaries {
			size += len(s.Identity) + 8 + len(s.Text)
		}
	}
	if len(c.Excepted) > 0 {
		size += attribute("exc", 0)
		for _, e := range c.Excepted {
			size += len(e.Identity) + len(e.Name)
		}
	}
	return size
}

// registerSize is the size of a register's item, with a lease on it: its owner
// has 26 characters and it ends at some millisecond.
func registerSize(key string, r set.Register) int {
	size := itemSize(key, set.Place{}) + leaseSize()
	if len(r.Alerted) > 0 {
		size += attribute("pub", 0)
		for _, w := range r.Alerted {
			size += numberSize(w)
		}
	}
	for start, o := range r.Open {
		size += attribute("t"+strconv.FormatInt(start, 10), 0) + listSize(int64(o.Told), o.Covered, o.Quiet)
	}
	return size
}

// listSize is that of a list of numbers.
func listSize(numbers ...int64) int {
	size := 4
	for _, n := range numbers {
		size += 1 + numberSize(n)
	}
	return size
}

// leaseSize is that of the lease on an item.
func leaseSize() int {
	return attribute("owner", 26) + attribute("lease", numberSize(1_772_445_432_123))
}

// reminderSize is the size of a reminder's item, without a lease on it.
func reminderSize(r set.Reminder) int {
	const digits = 10 + 25 // of the time, and of the hash that is its fraction
	size := attribute("pk", len(keyPrefix+"due")) + attribute("sk", digits/2+2) +
		attribute("v", numberSize(2)) + attribute("exp", numberSize(r.Due))
	for name, n := range map[string]int64{"w": r.Start, "kind": int64(r.Kind), "cap": int64(r.Capacity), "written": r.Put} {
		size += attribute(name, numberSize(n))
	}
	return size + attribute("k", len(r.Key)) + attribute("val", len(r.Value)) + attribute("tok", len(r.Token))
}

// deployment is the name of the function's deployment, which stands in each
// partition key, with the version of the layout.
const (
	deployment = "trailnotify"
	keyPrefix  = deployment + "#3#"
)

// itemSize is that of the attributes which all items have.
func itemSize(key string, at set.Place) int {
	return attribute("pk", len(keyPrefix)+len(key)) + attribute("sk", placeSize(at)) +
		attribute("v", numberSize(3)) + attribute("exp", numberSize(1_772_445_432))
}

func attribute(name string, value int) int { return len(name) + value }

// numberSize is that of a number: about a byte for two significant digits, and
// one more.
func numberSize(n int64) int {
	return digitsSize(strings.TrimRight(strconv.FormatInt(n, 10), "0"))
}

// placeSize is that of a sort key, which has the part as its fraction.
func placeSize(at set.Place) int {
	if at.Part == 0 {
		return numberSize(at.Start)
	}
	return digitsSize(strings.TrimRight(fmt.Sprintf("%d%019d", at.Start, at.Part), "0"))
}

func digitsSize(digits string) int { return (len(digits)+1)/2 + 1 }
