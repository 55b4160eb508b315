package history

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
)

// A small file must not keep a core busy for long, whatever it holds. The tests
// measure work by what the budget counts and by what is allocated, as time
// depends on the machine.

// layersOfBase64 wraps a record in base64 and gzip at random, many times at
// each level, so that a small file expands to very much more. Every wrapper is
// of a form that is read.
func layersOfBase64(seed uint64, size int) string {
	r := rand.New(rand.NewPCG(seed, 15))
	zipped := func(s string) string { return base64.StdEncoding.EncodeToString(small(s)) }
	content := pair[0]
	for level := range maxLevel {
		one := wrapAtRandom(r, content, zipped)
		times := 40 // few enough for gzip, which finds no copy that is far away
		if level == maxLevel-1 {
			times = max(1, size/len(one))
		}
		content = "[" + strings.Repeat(one+",", times-1) + one + "]"
	}
	return content
}

// small is content in as little gzip as can be.
func small(content string) []byte {
	var b bytes.Buffer
	w := must(gzip.NewWriterLevel(&b, gzip.BestCompression))
	must(w.Write([]byte(content)))
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func wrapAtRandom(r *rand.Rand, content string, zipped func(string) string) string {
	switch r.IntN(6) {
	case 0:
		return `{"awslogs":{"data":"` + zipped(content) + `"}}`
	case 1:
		return `{"kinesis":{"data":"` + zipped(content) + `"}}`
	case 2:
		return `{"recordId":"1","data":"` + zipped(content) + `"}`
	case 3:
		return `{"_raw":"` + zipped(content) + `","@message":1}`
	case 4:
		return `{"anything":["` + zipped(content) + `"]}`
	default:
		return `{"messageId":"1","body":"` + base64.StdEncoding.EncodeToString([]byte(zipped(content))) + `"}`
	}
}

// taken is what reading a file gave and took: faults, and what the budget and
// the allocator counted.
type taken struct {
	faults    int
	spent     bool // one of them says so, and names the file
	nested    int64
	allocated uint64
}

func take(content string) (took taken) {
	r := fileReader{limit: maxValue, in: &Input{}}
	out := &output{file: "f", emit: func(_ cloudtrail.Record, err error) bool {
		if err != nil {
			took.faults++
			took.spent = took.spent || strings.Contains(err.Error(), "f:") && strings.Contains(err.Error(), spent)
		}
		return true
	}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r.content(out, strings.NewReader(content), nil, true)
	out.end()
	runtime.ReadMemStats(&after)
	took.nested, took.allocated = out.budget.Nested, after.TotalAlloc-before.TotalAlloc
	return took
}

// spent is what a file is told whose budget is spent.
const spent = "what is nested in it adds up to more than 64 MiB and 10 times its text, so the rest is not read"

func TestBomb_Base64AndGzip(t *testing.T) {
	oneGoroutine(t)
	const size = 133 << 10
	for seed := range uint64(4) {
		content := layersOfBase64(seed, size)
		if len(content) > 2*size {
			t.Fatalf("seed %d: a bomb of %d bytes", seed, len(content))
		}
		took := take(content)
		if limit := int64(1<<27 + 10*200*len(content)); took.nested > limit {
			t.Errorf("seed %d: %d bytes were looked at, more than %d", seed, took.nested, limit)
		}
		if took.allocated > 2<<30 {
			t.Errorf("seed %d: %d bytes were allocated", seed, took.allocated)
		}
		if !took.spent {
			t.Errorf("seed %d: %d bytes were looked at; %d faults", seed, took.nested, took.faults)
		}
	}
}

// Members in which records may be are each looked at once, however many forms
// the object may be of.
func TestBomb_MembersOfManyForms(t *testing.T) {
	content := `{"x":1}`
	for range 200 {
		content = `{"_raw":` + content + `,"@message":1,"event":{},"body":2}`
	}
	if took, limit := take(content), int64(20*len(content)*len(content)/200+1<<20); took.nested > limit {
		t.Errorf("%d bytes were looked at for %d, more than %d", took.nested, len(content), limit)
	}
}

// Deep objects around a long value, short lines, tiny objects and rows: what
// costs more than its bytes say is limited too.
func TestBomb_ManySmallThings(t *testing.T) {
	oneGoroutine(t)
	for name, content := range map[string]string{
		"deep":    strings.Repeat(`{"_raw":`, 9000) + `"` + strings.Repeat("x", 1<<20) + `"` + strings.Repeat("}", 9000),
		"objects": strings.Repeat("{}", 2_000_000),
		"rows":    "a,eventName\n1,\"{\"\"}\"\n" + strings.Repeat("1\n", 2_000_000),
		"scalars": "[" + strings.Repeat("1,", 2_000_000) + "1]",
		"lines":   strings.Repeat("x\n", 2_000_000),
	} {
		zipped := string(compress(t, []byte(content)))
		if took := take(zipped); !took.spent || took.nested > 1<<27 {
			t.Errorf("%s, %d bytes: %d bytes were looked at; %d faults", name, len(zipped), took.nested, took.faults)
		}
	}
}

// A file of records that are all alike compresses very well, and what wraps
// them is looked at several times. That is not a bomb.
func TestBomb_IsNotWhatCompressesWell(t *testing.T) {
	oneGoroutine(t)
	event := `{"detail-type":"AWS API Call via CloudTrail","source":"aws.s3","detail":` + pair[0] + `}`
	notification := `{"Type":"Notification","MessageId":"x","TopicArn":"t","Message":` + quote(event) + `}`
	line := `{"MessageId":"1","Body":` + quote(notification) + `}`
	const n = 100_000
	zipped := small(strings.Repeat(line+"\n", n))
	in, err := Open([]string{Stdin}, Options{Stdin: bytes.NewReader(zipped)})
	if err != nil {
		t.Fatal(err)
	}
	if records, faults := drain(t, in); len(records) != n || len(faults) > 0 {
		t.Errorf("%d records of %d, faults %.300v", len(records), n, faults)
	}
	if ratio := n * len(line) / len(zipped); ratio < 100 {
		t.Errorf("it compresses to one %dth", ratio)
	}
}
