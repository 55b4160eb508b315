package main

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode"
)

// Sizes in pixels.
const (
	width      = 760
	left       = 84 // where text begins, right of the icon
	right      = 24
	fontSize   = 15
	lineHeight = 23
	top        = 30
)

// Widths of a character as a share of the font's size, a little more than in
// common fonts, so that nothing runs out of the picture.
const (
	sansWidth = 0.54
	boldWidth = 0.60
	monoWidth = 0.56 // of a size that is a tenth smaller
	wideWidth = 1.05 // East Asian characters and emoji
)

// A canvas collects the lines of a picture.
type canvas struct {
	lines [][]piece
}

// draw draws a message.
func draw(n notification) string {
	var c canvas
	c.flow([]piece{{heading, entities.Replace(n.Content.Title)}})
	for line := range strings.SplitSeq(n.Content.Description, "\n") {
		c.flow(pieces(line))
	}
	for _, step := range n.Content.NextSteps {
		c.flow(append([]piece{{plain, "• "}}, pieces(step)...))
	}
	if len(n.Content.Keywords) > 0 {
		c.lines = append(c.lines, nil)
		var tags []piece
		for _, k := range n.Content.Keywords {
			tags = append(tags, piece{tag, entities.Replace(k)}, piece{plain, "  "})
		}
		c.flow(tags)
	}
	return c.svg()
}

// flow breaks pieces into lines that fit.
func (c *canvas) flow(all []piece) {
	var line []piece
	used := 0.0
	for _, p := range all {
		for _, word := range strings.SplitAfter(p.text, " ") {
			w := textWidth(p.style, word)
			if used > 0 && used+w > width-left-right {
				c.lines = append(c.lines, line)
				line, used = nil, 0
			}
			line = appendWord(line, p.style, word)
			used += w
		}
	}
	c.lines = append(c.lines, line)
}

// appendWord adds a word to the last piece if that has the same style.
func appendWord(line []piece, s style, word string) []piece {
	if n := len(line); n > 0 && line[n-1].style == s {
		line[n-1].text += word
		return line
	}
	return append(line, piece{s, word})
}

func textWidth(s style, text string) float64 {
	em := map[style]float64{bold: boldWidth, heading: boldWidth, code: monoWidth}[s]
	if em == 0 {
		em = sansWidth
	}
	sum := 0.0
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.So) {
			sum += wideWidth
		} else {
			sum += em
		}
	}
	return sum * fontSize
}

// classes are the names of the styles in the picture's style sheet.
var classes = map[style]string{bold: "b", code: "c", link: "l", heading: "h", tag: "t"}

func (c *canvas) svg() string {
	height := top + len(c.lines)*lineHeight + 34
	var b strings.Builder
	fmt.Fprintf(&b, head, width, height, width, height)
	y := top + 12
	for _, line := range c.lines {
		y += lineHeight
		if len(line) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  <text x=\"%d\" y=\"%d\" xml:space=\"preserve\">", left, y)
		for _, p := range line {
			fmt.Fprintf(&b, "<tspan class=\"%s\">%s</tspan>", classes[p.style], escape(p.text))
		}
		b.WriteString("</text>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

// head is the frame of the picture. It looks the same on light and dark pages.
const head = `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="An alert in chat">
  <style>
    text { font: 15px "Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK JP", sans-serif; fill: #1d1c1d }
    .b, .h, .n { font-weight: 700 }
    .c { font: 13.5px Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #c01343 }
    .l { fill: #1264a3 }
    .t { font-size: 13px; fill: #616061 }
  </style>
  <rect width="100%%" height="100%%" rx="10" fill="#fff" stroke="#d0d0d0"/>
  <rect x="24" y="22" width="40" height="40" rx="8" fill="#232f3e"/>
  <path d="M44 31a8 8 0 0 0-8 8v6l-2 3h20l-2-3v-6a8 8 0 0 0-8-8zm-3 19a3 3 0 0 0 6 0z" fill="#ff9900"/>
  <text x="84" y="36" xml:space="preserve"><tspan class="n">Amazon Q</tspan><tspan class="t">  APP</tspan></text>
`
