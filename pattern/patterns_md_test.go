package pattern

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"trailnotify/pattern/lint"
)

// TestPatternsMD runs the examples of PATTERNS.md: the fenced blocks named
// filter, refused and warned.
func TestPatternsMD(t *testing.T) {
	data, err := os.ReadFile("../PATTERNS.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]func(*testing.T, []string){
		"filter": checkFilterBlock, "refused": checkRefusedBlock, "warned": checkWarnedBlock,
	}
	ran := map[string]int{}
	for _, block := range fencedBlocks(string(data)) {
		check := examples[block.info]
		if check == nil {
			t.Errorf("line %d: a block of unknown kind %q", block.line, block.info)
			continue
		}
		ran[block.info]++
		t.Run(fmt.Sprintf("line %d", block.line), func(t *testing.T) { check(t, block.lines) })
	}
	if ran["filter"] < 25 || ran["refused"] < 8 || ran["warned"] < 8 {
		t.Errorf("examples are missing: %v", ran)
	}
}

type fencedBlock struct {
	info  string
	line  int // of the opening fence
	lines []string
}

func fencedBlocks(text string) []fencedBlock {
	var blocks []fencedBlock
	open := false
	for i, line := range strings.Split(text, "\n") {
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open:
			open = false
		case fence:
			open = true
			blocks = append(blocks, fencedBlock{info: info, line: i + 1})
		case open:
			last := &blocks[len(blocks)-1]
			last.lines = append(last.lines, line)
		}
	}
	return blocks
}

// checkFilterBlock: a pattern, and messages with what has to come out.
func checkFilterBlock(t *testing.T, lines []string) {
	p, err := Compile(lines[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) < 2 {
		t.Fatal("no message")
	}
	for _, line := range lines[1:] {
		message, want := strings.CutPrefix(line, "match     ")
		if !want {
			var ok bool
			if message, ok = strings.CutPrefix(line, "no match  "); !ok {
				t.Fatalf("neither match nor no match: %s", line)
			}
		}
		if got := p.Match([]byte(message)); got != want {
			t.Errorf("%s on %s: match %v", p, message, got)
		}
	}
}

// checkRefusedBlock: patterns that are refused, each with the reason of the
// service below it where that is known.
func checkRefusedBlock(t *testing.T, lines []string) {
	for i, line := range lines {
		if strings.HasPrefix(line, "  says: ") {
			continue
		}
		_, err := Compile(line)
		if err == nil {
			t.Errorf("%s is accepted", line)
			continue
		}
		if i+1 < len(lines) {
			reason, ok := strings.CutPrefix(lines[i+1], "  says: ")
			if ok && !strings.Contains(err.Error(), reason) {
				t.Errorf("%s: the error lacks %q:\n%v", line, reason, err)
			}
		}
	}
}

// checkWarnedBlock: a pattern, and the columns and kinds of its warnings.
func checkWarnedBlock(t *testing.T, lines []string) {
	p, err := Compile(lines[0])
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range lint.Pattern(p.parsed, lint.Options{CloudTrail: !strings.Contains(lines[0], "$.a")}) {
		got = append(got, fmt.Sprintf("%d %s", w.Column, w.Kind))
	}
	if want := strings.Join(lines[1:], "\n"); strings.Join(got, "\n") != want {
		t.Errorf("%s\n got %s\nwant %s", p, strings.Join(got, "\n"), want)
	}
}
