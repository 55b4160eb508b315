package form

import "trailnotify/cloudtrail/internal/rawjson"

// IsColumn reports whether an object is one column of a row in a query's
// answer.
func (o *Object) IsColumn() bool {
	return len(o.Members) == 1 && columns[o.Members[0].Key] || len(o.Members) == 2 && o.has("field", "value")
}

// columns are names of columns that CloudTrail Lake gives, as far as any query
// for events asks for one of them.
var columns = map[string]bool{
	"eventJson": true, "eventID": true, "eventName": true, "eventSource": true, "eventTime": true,
	"eventVersion": true, "userIdentity": true, "awsRegion": true, "sourceIPAddress": true,
}

// ParseRow makes one object of the columns of a row, nil if raw is not a row.
func ParseRow(raw []byte) *Object {
	row := &Object{}
	first := true
	rawjson.Elements(raw, func(element []byte) bool {
		o := Parse(element)
		switch {
		case len(o.Members) == 0, first && !o.IsColumn():
			row = nil
		case o.has("field", "value"):
			row.Members = append(row.Members, Member{o.text("field"), o.Get("value")})
		case len(o.Members) == 1:
			row.Members = append(row.Members, o.Members[0])
		default:
			row = nil
		}
		first = false
		return row != nil
	})
	return row
}
