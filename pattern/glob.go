package pattern

import "bytes"

// glob is a text with wildcards, cut at them: "a*b" is a, b. A text without
// wildcards is one part.
type glob struct {
	parts  [][]byte
	length int // of all parts
}

func newGlob(parts []string) glob {
	var g glob
	for _, p := range parts {
		g.parts = append(g.parts, []byte(p))
		g.length += len(p)
	}
	return g
}

// match reports whether the whole of b has the shape of the glob. The first and
// the last part are bound to the ends; each part between them is taken as far
// left as it goes, which leaves the most room for those after it.
func (g *glob) match(b []byte) bool {
	first, last := g.parts[0], g.parts[len(g.parts)-1]
	if len(g.parts) == 1 {
		return bytes.Equal(b, first)
	}
	if len(b) < g.length || !bytes.HasPrefix(b, first) || !bytes.HasSuffix(b, last) {
		return false
	}
	b = b[len(first) : len(b)-len(last)]
	for _, part := range g.parts[1 : len(g.parts)-1] {
		i := bytes.Index(b, part)
		if i < 0 {
			return false
		}
		b = b[i+len(part):]
	}
	return true
}
