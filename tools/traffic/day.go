package traffic

import (
	"math/rand/v2"
	"slices"
	"time"
)

const (
	slot  = 5 * time.Minute // traffic is laid out slot by slot
	slots = int(24 * time.Hour / slot)
)

// day lays out and writes one day after the other.
type day struct {
	generator *Generator
	rand      *rand.Rand
	chances   [24][]float64 // per hour: the actors' cumulative chances to start a row of calls
	filled    [slots + 1]float64
	planned   []event
	scene     scene
	line      []byte
}

// event is a record that is laid out but not written.
type event struct {
	second int // of the day
	who    *caller
	call   *call
	copies int
}

func newDay(g *Generator) *day {
	d := &day{generator: g, rand: rand.New(rand.NewPCG(g.config.Seed, hash("traffic")))}
	d.scene.rand = d.rand
	var busy [24]float64
	for hour := range busy {
		sum := 0.0
		for _, a := range actors {
			weight := a.share * a.curve[hour]
			busy[hour] += weight
			sum += weight / (1 + float64(a.burst)) // rows are (1+burst)/2 calls long on average
			d.chances[hour] = append(d.chances[hour], sum)
		}
	}
	for i := range slots {
		d.filled[i+1] = d.filled[i] + busy[i*24/slots]
	}
	for i := range d.filled {
		d.filled[i] /= d.filled[slots]
	}
	return d
}

// write gives the records of the nth day, with the duplicates that the story asks for, and false when the reader has had enough.
func (d *day) write(n int, yield func(Record, int) bool) bool {
	c := d.generator.config
	ordinary := c.Records*(n+1)/c.Days - c.Records*n/c.Days - c.planted()
	start := d.generator.from.AddDate(0, 0, n)
	for i := range slots {
		d.planned = d.planned[:0]
		d.layOut(i, int(float64(ordinary)*d.filled[i+1])-int(float64(ordinary)*d.filled[i]))
		if !c.NoStory {
			d.plant(i)
		}
		slices.SortStableFunc(d.planned, func(a, b event) int { return a.second - b.second })
		for _, e := range d.planned {
			if !yield(d.record(start, e), e.copies) {
				return false
			}
		}
	}
	return true
}

// layOut plans n ordinary records within slot i.
func (d *day) layOut(i, n int) {
	length := int(slot / time.Second)
	first := i * length
	for n > 0 {
		a := d.actor(i * 24 / slots)
		who := a.callers[d.rand.IntN(len(a.callers))]
		second := first + d.rand.IntN(length)
		for range min(n, 1+d.rand.IntN(a.burst)) {
			d.planned = append(d.planned, event{second: second, who: who, call: &a.calls[d.rand.IntN(len(a.calls))]})
			second = min(second+d.rand.IntN(a.pause+1), first+length-1)
			n--
		}
	}
}

// actor picks who is next to make a row of calls.
func (d *day) actor(hour int) *actor {
	chances := d.chances[hour]
	at := d.rand.Float64() * chances[len(chances)-1]
	i, _ := slices.BinarySearch(chances, at)
	return &actors[min(i, len(actors)-1)]
}

// plant adds the story's records of slot i.
func (d *day) plant(i int) {
	for _, chapter := range story {
		for j := range chapter.steps {
			if s := &chapter.steps[j]; int(s.at/slot) == i {
				d.planned = append(d.planned, event{second: int(s.at / time.Second), who: s.who, call: &s.call, copies: s.copies})
			}
		}
	}
}

func (d *day) record(start time.Time, e event) Record {
	at := start.Add(time.Duration(e.second) * time.Second)
	s := &d.scene
	s.at, s.region, s.caller, s.choice = at, e.call.region, e.who, d.rand.Uint64()
	s.session = e.who.sessionAt(d.generator.config.Seed, at)
	d.line = appendRecord(d.line[:0], e.call, s)
	return Record{JSON: d.line, Time: at, Region: e.call.region, who: e.who}
}
