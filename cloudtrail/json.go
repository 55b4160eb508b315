package cloudtrail

import "trailnotify/cloudtrail/internal/rawjson"

const blanks = rawjson.Blanks

var (
	errEmpty   = rawjson.ErrEmpty
	errNotJSON = rawjson.ErrNotJSON
	errDeep    = rawjson.ErrDeep
)

func member(obj []byte, key string) []byte         { return rawjson.Member(obj, key) }
func blank(b []byte, i int) int                    { return rawjson.Blank(b, i) }
func skip(b []byte, i int) int                     { return rawjson.Skip(b, i) }
func unquote(raw []byte) []byte                    { return rawjson.Unquote(raw) }
func unquoteInPlace(raw []byte) []byte             { return rawjson.UnquoteInPlace(raw) }
func unescape(dst, inner []byte) []byte            { return rawjson.Unescape(dst, inner) }
func checkJSON(b []byte) (offset int, err error)   { return rawjson.Check(b) }
func checkObject(b []byte) (offset int, err error) { return rawjson.CheckObject(b) }
func kind(c byte) string                           { return rawjson.Kind(c) }

// text is rawjson.Text, small enough to be inlined: so the string of a header that
// is only compared takes no memory.
func text(raw []byte) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	return string(rawjson.Unquote(raw)), true
}
