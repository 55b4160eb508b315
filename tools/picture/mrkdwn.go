package main

import (
	"regexp"
	"strings"
)

// A style is how a piece of text is shown.
type style int

const (
	plain style = iota
	bold
	code
	link
	heading
	tag
)

// A piece is text of one style.
type piece struct {
	style style
	text  string
}

// marked finds what Slack's markdown marks: code, links and bold.
var marked = regexp.MustCompile("`[^`\n]+`|<[^<>|\n]+\\|[^<>\n]+>|\\*[^*\n]+\\*")

// entities are the characters that Slack's markdown wants escaped.
var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// pieces splits a line of Slack's markdown into pieces.
func pieces(line string) []piece {
	var all []piece
	add := func(s style, text string) {
		if text != "" {
			all = append(all, piece{s, entities.Replace(text)})
		}
	}
	for line != "" {
		at := marked.FindStringIndex(line)
		if at == nil {
			add(plain, line)
			break
		}
		add(plain, line[:at[0]])
		mark := line[at[0]:at[1]]
		inner := mark[1 : len(mark)-1]
		switch mark[0] {
		case '`':
			add(code, inner)
		case '*':
			add(bold, inner)
		default:
			_, text, _ := strings.Cut(inner, "|")
			add(link, text)
		}
		line = line[at[1]:]
	}
	return all
}
