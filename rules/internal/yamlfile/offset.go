package yamlfile

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"trailnotify/internal/fault"
)

// Within returns the place in the file of the byte at offset of a text, for
// every way in which YAML can write the text.
//
// YAML folds lines and changes blanks, but nothing else moves: the nth visible
// character of the text is the nth visible character of its source.
func (f *File) Within(n Node, text string, offset int) fault.Place {
	offset = max(0, min(offset, len(text)))
	atEnd := strings.TrimSpace(text[offset:]) == ""
	visible := 0
	for _, r := range text[:offset] {
		if !unicode.IsSpace(r) {
			visible++
		}
	}
	line, column, style := f.textStart(n)
	return f.nthVisible(line, column, style, visible, atEnd)
}

// textStart is the first place where a text can begin, from 0.
func (f *File) textStart(n Node) (line, column int, style token.Type) {
	if literal, ok := n.(*ast.LiteralNode); ok {
		line = placeOf(literal.Start).Line // the one after its | or >
		if line == len(f.lines) {
			return line - 1, utf8.RuneCountInString(f.lines[line-1]), token.LiteralType
		}
		return line, 0, token.LiteralType
	}
	at := placeOf(n.GetToken())
	style = n.GetToken().Type
	if style == token.SingleQuoteType || style == token.DoubleQuoteType {
		at.Column++
	}
	return at.Line - 1, at.Column - 1, style
}

// nthVisible walks the source from line and column, from 0, past n visible
// characters. At the end of the text it stops right after the last of them.
func (f *File) nthVisible(line, column int, style token.Type, n int, atEnd bool) fault.Place {
	last := fault.Place{Line: line + 1, Column: column + 1}
	if n == 0 && atEnd {
		return last
	}
	for ; line < len(f.lines); line, column = line+1, 0 {
		rest := []rune(f.lines[line])
		for column < len(rest) {
			width, blank := unit(rest[column:], style)
			if !blank && n == 0 {
				return fault.Place{Line: line + 1, Column: column + 1}
			}
			column += width
			if !blank {
				n--
				last = fault.Place{Line: line + 1, Column: column + 1}
			}
			if n == 0 && atEnd {
				return last
			}
		}
	}
	return last
}

// unit is how many characters of the source make the next one of the
// text, and whether that is a blank.
func unit(source []rune, style token.Type) (width int, blank bool) {
	r := source[0]
	switch {
	case style == token.SingleQuoteType && r == '\'' && len(source) > 1 && source[1] == '\'':
		return 2, false
	case style == token.DoubleQuoteType && r == '\\' && len(source) > 1:
		return escape(source)
	case style == token.DoubleQuoteType && r == '\\':
		return 1, true // joins this line to the next
	}
	return 1, unicode.IsSpace(r)
}

// escape is unit for an escape sequence of a double-quoted text.
func escape(source []rune) (width int, blank bool) {
	digits := map[rune]int{'x': 2, 'u': 4, 'U': 8}[source[1]]
	if digits == 0 {
		return 2, strings.ContainsRune("ntrvf 	_NLP", source[1])
	}
	width = min(2+digits, len(source))
	code, err := strconv.ParseUint(string(source[2:width]), 16, 32)
	return width, err == nil && code <= unicode.MaxRune && unicode.IsSpace(rune(code))
}

// Length is the length of s in characters, at least 1.
func Length(s string) int { return max(1, utf8.RuneCountInString(s)) }
