package outline

// Mark is how a line begins that begins with a record. Where a record has no
// end, the next line that begins the same way is where to go on: that holds for
// one record a line and for indented arrays alike.
type Mark struct {
	Depth  int // how many arrays are open
	set    bool
	indent int
	first  byte
}

// maxIndent is how far in a line may begin that is looked for again.
const maxIndent = 1 << 10

// Note sets the mark to a line that begins with the byte first at an indent,
// unless the one that is set is for the same array and further out: what is
// further in may be a part of an unreadable record.
func (m *Mark) Note(first byte, indent, depth int) {
	if indent > maxIndent {
		return
	}
	if !m.set || m.Depth < depth || (first == '{' || first == '[') && indent <= m.indent {
		*m = Mark{depth, true, indent, first}
	}
}

// lineBegins goes past the line break at v.End and reports whether another
// record must begin after it: the line begins as the one of this record did,
// and v is in a string or where no value can be. Where one can, the line is
// noted, to go back to when this record turns out to have no end.
func (v *Scan) lineBegins(quoted bool) bool {
	v.End++
	if !v.Mark.set || !v.Window.Has(v.End+v.Mark.indent+1) {
		return false
	}
	b := v.Window.Data()[v.End:]
	if b[v.Mark.indent] != v.Mark.first {
		return false
	}
	for _, c := range b[:v.Mark.indent] {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	if quoted || v.last != ':' && (v.top() == '{' || v.last != ',' && v.last != '[') {
		return true
	}
	if v.Kept {
		if v.resumes == 0 {
			v.resume = v.End
		}
		v.latest = v.End
		v.resumes++
	}
	return false
}

// maxResumes is how many lines are read again at most after a record without an
// end; with more of them, reading continues at the last, lest a file made for
// it takes quadratic time.
const maxResumes = 16

// Next returns where reading goes on after a record without an end, from the
// start of the window, and whether that is the start of a line that begins as
// the record's own did. It returns -1 when there is nowhere.
func (v *Scan) Next(how Outcome) (at int, line bool) {
	switch {
	case v.Kept && v.resumes > maxResumes:
		return v.latest, true
	case v.Kept && v.resumes > 0:
		return v.resume, true
	case how == Ended:
		return -1, false
	default:
		return v.End, how == CutLine
	}
}
