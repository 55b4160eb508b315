package main

import (
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"
)

const messages = `{"content":{"title":"other","description":"x"}}
{"content":{"title":"🔴 Trail stopped &lt;now&gt;",
 "description":"Somebody\n*Who* ` + "`role/<script>`" + `, *From* 192.0.2.77\n<https://example.com/?a=b|Matches in Logs Insights>",
 "nextSteps":["<https://example.com|First event>"],"keywords":["CloudTrailChanges","high"]}}`

func TestRun_DrawsTheMessage(t *testing.T) {
	var out strings.Builder
	if err := run(strings.NewReader(messages), &out, "Trail"); err != nil {
		t.Fatal(err)
	}
	text := texts(t, out.String())
	for _, want := range []string{
		"🔴 Trail stopped <now>", "Who role/<script>, From 192.0.2.77", "Matches in Logs Insights",
		"• First event", "CloudTrailChanges  high",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the picture:\n%s", want, text)
		}
	}
	for _, not := range []string{"example.com", "*Who*", "`", "other"} {
		if strings.Contains(text, not) {
			t.Errorf("%q is in the picture:\n%s", not, text)
		}
	}
}

// The picture in the README is that of the notification next to it.
func TestRun_DrawsTheAlertOfTheDocuments(t *testing.T) {
	in, err := os.Open("../../docs/alert.json")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out strings.Builder
	if err := run(in, &out, ""); err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile("../../docs/alert.svg")
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(picture) {
		t.Error("docs/alert.svg does not show docs/alert.json: run make picture")
	}
}

func TestRun_BreaksLongLines(t *testing.T) {
	long := `{"content":{"title":"T","description":"` + strings.Repeat("word ", 60) + `"}}`
	var out strings.Builder
	if err := run(strings.NewReader(long), &out, ""); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(texts(t, out.String())) {
		if textWidth(plain, line) > width-left {
			t.Errorf("%q runs out of the picture", line)
		}
	}
}

func TestRun_Faults(t *testing.T) {
	for in, want := range map[string]string{
		"":                    `no message with "Trail"`,
		messages[:40] + "}":   "reading notifications",
		`{"version":"1.0"}`:   "no content.title",
		messages[:47] + "\n ": `no message with "Trail"`,
	} {
		err := run(strings.NewReader(in), io.Discard, "Trail")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", in, err, want)
		}
	}
}

// texts returns the text elements of a picture, one a line. It fails when the
// picture is not well-formed XML.
func texts(t *testing.T, svg string) string {
	t.Helper()
	var b strings.Builder
	inText := 0
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if x.Name.Local == "text" {
				inText++
			}
		case xml.EndElement:
			if x.Name.Local == "text" {
				inText--
				b.WriteString("\n")
			}
		case xml.CharData:
			if inText > 0 {
				b.Write(x)
			}
		}
	}
}
