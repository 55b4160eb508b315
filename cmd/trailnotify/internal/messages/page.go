package messages

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"io"
	"regexp"
	"strings"

	"trailnotify/alert"
	"trailnotify/cmd/trailnotify/internal/screen"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"mrkdwn":  mrkdwnHTML,
	"percent": func(s alert.Size) int { return min(100*s.Size/max(s.Max, 1), 100) },
	"over":    func(s alert.Size) bool { return s.Size > s.Max },
}).Parse(pageSource))

// writePage writes a page that shows the messages as people see them. It needs
// nothing from anywhere and runs no script.
func writePage(w io.Writer, reader alert.Reader, shown []shownAlert) error {
	return page.Execute(w, struct {
		Language alert.Language
		Title    string
		Shown    []shownAlert
	}{reader.Language, screen.Plural(len(shown), "alert"), shown})
}

// mark finds what the markdown of chat makes of a text, as far as alerts use it:
// code spans, links and bold.
var mark = regexp.MustCompile("`([^`\n]+)`|<(https?://[^<>|\\s]+)\\|([^<>|]*)>|\\*([^*\n]+)\\*")

// mrkdwnHTML shows a text of a chat message as a browser does.
func mrkdwnHTML(text string) template.HTML {
	var b strings.Builder
	at := 0
	for _, m := range mark.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(shownText(text[at:m[0]]))
		part := func(i int) string { return text[m[2*i]:m[2*i+1]] }
		switch {
		case m[2] >= 0:
			fmt.Fprintf(&b, "<code>%s</code>", shownText(part(1)))
		case m[4] >= 0:
			fmt.Fprintf(&b, `<a href="%s" rel="noreferrer">%s</a>`, html.EscapeString(unescaped.Replace(part(2))), shownText(part(3)))
		default:
			fmt.Fprintf(&b, "<b>%s</b>", shownText(part(4)))
		}
		at = m[1]
	}
	b.WriteString(shownText(text[at:]))
	return template.HTML(b.String()) // every part is escaped
}

// unescaped undoes the three escapes of chat.
var unescaped = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// shownText is text between marks as HTML.
func shownText(s string) string {
	return strings.ReplaceAll(html.EscapeString(unescaped.Replace(s)), "\n", "<br>\n")
}
