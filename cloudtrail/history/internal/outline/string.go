package outline

// ordinary tells the bytes within a string that need no attention.
var ordinary = func() (t [256]bool) {
	for i := range t {
		t[i] = i != '"' && i != '\\' && i != '\n'
	}
	return t
}()

// Quoted goes past the string at v.End. A line break within it is not JSON,
// but ends it only where the next line begins as the record did.
func (v *Scan) Quoted() Outcome {
	v.End++
	start, escaped := v.End, false
	b := v.Window.Data()
	for {
		for !escaped && v.End < len(b) && ordinary[b[v.End]] {
			v.End++
		}
		if v.End == len(b) {
			if b = v.extend(); b == nil {
				return Ended
			}
			continue
		}
		switch c := b[v.End]; {
		case c == '\n':
			if v.lineBegins(true) {
				return CutLine
			}
			b = v.Window.Data()
			escaped = false
			continue
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			v.noteString(b, start)
			v.End++
			return Complete
		}
		v.End++
	}
}

// noteString notes the string that began at start and whose closing quote is at
// v.End.
func (v *Scan) noteString(b []byte, start int) {
	if n := len(v.Open); n > 0 && n <= maxWay && v.Kept {
		v.name = [2]int{start, v.End}
		if n == 1 && v.way[0] == messageTypeKey && v.last == ':' && string(b[start:v.End]) == "CONTROL_MESSAGE" {
			v.keys |= controlMessage
		}
	}
	v.last = '"'
}
