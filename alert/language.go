package alert

import (
	"fmt"
	"slices"
	"time"

	"trailnotify/alert/words"
)

// Language is the language of a message's own words. Texts from records and
// rule files are not translated, except the descriptions of built-in rules.
type Language string

// The languages of messages. The zero value means English.
const (
	English  Language = "en"
	Japanese Language = "ja"
)

// Languages returns the languages that a message can be written in.
func Languages() []Language { return []Language{English, Japanese} }

// ParseLanguage reads the name of a language; "" is English.
func ParseLanguage(name string) (Language, error) {
	if name == "" {
		return English, nil
	}
	if !slices.Contains(Languages(), Language(name)) {
		return "", fmt.Errorf("language %q: want en or ja", name)
	}
	return Language(name), nil
}

// A Reader is whom a message is for. The zero value reads English and UTC.
type Reader struct {
	Language Language
	Zone     *time.Location // shown with UTC: after it in English, before it in Japanese; nil: UTC alone
}

// words are those of the reader's language.
func (r Reader) words() *words.Words {
	if r.Language == Japanese {
		return &words.Japanese
	}
	return &words.English
}
