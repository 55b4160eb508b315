package fields

// escapedStr steps over the rest of a string that has more in it than plain
// text, from the mark n on. Every mark is passed here or by texts, and has to
// belong to a quote or to an escape.
func (r *walker) escapedStr(n int) int {
	if r.width == 1 {
		return r.escapedByItself(n)
	}
	return r.escapedInString(n)
}

func (r *walker) escapedByItself(n int) int {
	for n < len(r.marks) {
		i := int(r.marks[n])
		switch c := r.text[i]; {
		case c == '"':
			r.next = n + 1
			return i + 1
		case c < 0x20:
			return -1
		case c != '\\':
			n++ // taken for a mark, behind one
			continue
		}
		end := r.escape(i)
		if end < 0 {
			r.next = n
			return -1
		}
		for n < len(r.marks) && int(r.marks[n]) < end {
			n++
		}
	}
	r.next = n
	return -1
}

func (r *walker) escapedInString(n int) int {
	r.escaped = true
	for n < len(r.marks) {
		i := int(r.marks[n])
		n++
		if r.at(i) != '\\' {
			r.others++ // a ] behind a backslash
			continue
		}
		if r.at(i+1) == '"' {
			r.next = n
			return i + 2
		}
		end := r.innerEscape(i)
		if end < 0 {
			return -1
		}
		for r.others++; n < len(r.marks) && int(r.marks[n]) < end; n++ {
			r.others++
		}
		if r.at(end-1) == '"' {
			r.others--
		}
	}
	r.next = n
	return -1
}

// innerEscape steps over an escape of a string in a string, whose backslash
// is \\.
func (r *walker) innerEscape(i int) int {
	if r.at(i+1) != '\\' {
		return -1
	}
	switch r.at(i + 2) {
	case '"': // the end of the string around the message
		return -1
	case '\\':
		if c := r.at(i + 3); c != '"' && c != '\\' {
			return -1
		}
		return i + 4
	default:
		return r.escape(i + 1)
	}
}
