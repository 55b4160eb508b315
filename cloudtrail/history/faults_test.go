package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"trailnotify/cloudtrail"
)

// outlineOf says what was read of content: the numbers of records with their
// field "n", and "!" with those of faults.
func outlineOf(records []cloudtrail.Record, faults []*cloudtrail.Fault) string {
	var all []string
	for _, r := range records {
		all = append(all, fmt.Sprintf("%05d %s", r.Place.N, r.Field("eventName")))
	}
	for _, f := range faults {
		all = append(all, fmt.Sprintf("%05d!", f.Place.N))
	}
	slices.Sort(all)
	for i := range all {
		all[i] = strings.TrimLeft(all[i], "0")
		all[i] = strings.Replace(all[i], " ", "=", 1)
	}
	return strings.Join(all, " ")
}

func TestRecords_RottenOnesAreSkipped(t *testing.T) {
	good := func(n int) string {
		return fmt.Sprintf(`{"eventSource":"s","eventName":"%d","x":{"y":[1,{"z":"}"}]}}`, n)
	}
	pretty := func(n int) string {
		return fmt.Sprintf("{\n  \"eventSource\":\"s\",\"eventName\": \"%d\",\n  \"x\": [\n    {\n      \"y\": 1\n    }\n  ]\n}", n)
	}
	for name, c := range map[string]struct{ content, outline, fault string }{
		"line: no JSON inside":          {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\"2\",}\n" + good(3), "1=1 2! 3=3", "line 2, byte 60: not JSON: invalid character '}'"},
		"line: text":                    {good(1) + "\nhello\n" + good(3), "1=1 2! 3=3", "not JSON: hello"},
		"line: texts":                   {good(1) + "\nhello\n\nworld, a\n7\n" + good(5), "1=1 2! 5=5", "not JSON for 3 lines: hello"},
		"line: text first":              {"hello\n" + good(2), "1! 2=2", "line 1, byte 0: not JSON: hello"},
		"line: text last":               {good(1) + "\nhello", "1=1 2!", "not JSON: hello"},
		"line: a member":                {good(1) + "\n\"eventSource\":\"s\",\"eventName\":\"2\",\n" + good(3), "1=1 2! 3=3", `not JSON: "eventSource":"s","eventName":"2",`},
		"line: a number":                {good(1) + "\n17\n" + good(3), "1=1 2! 3=3", "not JSON: 17"},
		"line: a string":                {good(1) + "\n\"17\"\n" + good(3), "1=1 2! 3=3", "in a string: line 1, byte 0: not JSON: 17"},
		"line: a bad string":            {good(1) + "\n\"1\\7\"\n" + good(3), "1=1 2! 3=3", "not JSON: "},
		"line: cut after a comma":       {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\"2\",\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut after a colon":       {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut in an array":         {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":[\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut after a value":       {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\"2\"\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut in a string":         {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\"2\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut in an escape":        {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\"2\\\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut in a key":            {good(1) + "\n{\"n\n" + good(3) + "\n" + good(4), "1=1 2! 3=3 4=4", "ends in the middle"},
		"line: cut, and the next":       {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":[\n{\"eventSource\":\"s\",\"eventName\":[\n" + good(4), "1=1 2! 3! 4=4", "ends in the middle"},
		"line: last one cut":            {good(1) + "\n" + good(2)[:20], "1=1 2!", "does not end"},
		"line: last but one cut":        {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":[\n" + good(3), "1=1 2! 3=3", "ends in the middle"},
		"line: head cut off":            {good(1) + "\n" + good(2)[5:] + "\n" + good(3), "1=1 2! 3=3", "not JSON: ntSource"},
		"line: no object":               {good(1) + "\nnull\n" + good(3), "1=1 2! 3=3", "not JSON: null"},
		"line: one bracket more":        {good(1) + "}\n" + good(2), "1=1 1! 2=2", "not JSON after a record: }"},
		"line: text after it":           {good(1) + " hello\n" + good(2), "1=1 1! 2=2", "not JSON after a record: hello"},
		"line: raw control character":   {good(1) + "\n{\"eventSource\":\"s\",\"eventName\":\"\x01\"}\n" + good(3), "1=1 2! 3=3", `invalid character '\x01' in string`},
		"line: NUL":                     {good(1) + "\n\x00\x00\n" + good(3), "1=1 2! 3=3", "not JSON: .."},
		"export: no JSON":               {"2024-05-01T00:00:00.000Z START\n2024-05-01T00:00:00.000Z " + good(2), "1! 2=2", "not JSON: invalid character 'S'"},
		"export: nothing":               {"2024-05-01T00:00:00.000Z\n2024-05-01T00:00:00.000Z " + good(2), "1! 2=2", "empty"},
		"export: cut":                   {"2024-05-01T00:00:00.000Z {\"eventSource\":\"s\",\"eventName\":\"1\n2024-05-01T00:00:00.000Z " + good(2), "1! 2=2", "not JSON"},
		"pretty: cut":                   {pretty(1) + "\n" + pretty(2)[:27] + "\n" + pretty(3), "1=1 2! 3=3", "ends in the middle"},
		"pretty: cut in an inner array": {pretty(1) + "\n" + pretty(2)[:25] + "\n" + pretty(3), "1=1 2! 3=3", "ends in the middle"},
		"pretty: no line break after":   {pretty(1) + pretty(2)[:strings.Index(pretty(2), ",\n")+2] + pretty(3), "1=1 2! 3=3", "ends in the middle"},
		"pretty: comma missing":         {pretty(1) + strings.Replace(pretty(2), ",", "", 1) + pretty(3), "1=1 2! 3=3", "not JSON: invalid character"},
		"delivery: no JSON inside":      {`{"Records":[` + good(1) + `,{"eventSource":"s","eventName":2,,},` + good(3) + `]}`, "1=1 2! 3=3", "not JSON: invalid character ','"},
		"delivery: no object":           {`{"Records":[` + good(1) + `, 17 ,"x",` + good(4) + `]}`, "1=1 2! 3! 4=4", "not a JSON object but a number: 17"},
		"delivery: brace missing":       {`{"Records":[` + good(1) + `,{"eventSource":"s","eventName":2,"x":{"y":1},` + good(3) + `]}`, "1=1 2! 3=3", "ends in the middle"},
		"delivery: last brace missing":  {`{"Records":[` + good(1) + `,{"eventSource":"s","eventName":2,"x":{"y":1}]}` + good(3), "1=1 2! 3=3", "ends in the middle"},
		"delivery: bracket missing":     {`{"Records":[` + good(1) + `,{"eventSource":"s","eventName":2,"x":[1,2,"y":1},` + good(3) + `]}`, "1=1 2! 3=3", "not JSON"},
		"delivery: brace too many":      {`{"Records":[` + good(1) + `},` + good(3) + `]}`, "1=1 2! 3=3", "not JSON"},
		"delivery: comma missing":       {`{"Records":[` + good(1) + good(2) + `]}`, "1=1 2=2", ""},
		"delivery: cut between":         {`{"Records":[` + good(1) + `,`, "1=1 1!", "ends within an array"},
		"delivery: cut in one":          {`{"Records":[` + good(1) + `,{"eventSource":"s","eventName":`, "1=1 2!", "does not end"},
		"delivery: cut after the array": {`{"Records":[` + good(1) + `]`, "1=1 1!", "ends within the object that holds the records"},
		"delivery: line break inside":   {`{"Records":[` + good(1) + ",{\"eventSource\":\"s\",\"eventName\":\"a\nb\"}," + good(3) + `]}`, "1=1 2! 3=3", `invalid character '\n'`},
		"deliveries: cut in one":        {`{"Records":[` + good(1) + ",{\"eventSource\":\"s\",\"eventName\":\"2\n" + `{"Records":[` + good(3) + `]}`, "1=1 2! 3=3", "ends in the middle"},
		"deliveries: cut between":       {`{"Records":[` + good(1) + "]\n" + `{"Records":[` + good(2) + `]}`, "1=1 1! 2=2", "object that holds the records does not end"},
		"array, indented: cut":          {"[\n  " + good(1) + ",\n  {\"eventSource\":\"s\",\"eventName\":\"2\n  " + good(3) + "\n]", "1=1 2! 3=3", "ends in the middle"},
		"log event: text":               {`{"events":[{"timestamp":1714521600000,"message":"START"},{"timestamp":1714521600000,"message":"{\"eventSource\":\"s\",\"eventName\":\"2\"}"}]}`, "1! 2=2", "in message: line 1, byte 0: not JSON: START"},
		"lookup event: no record":       {`{"Events":[{"CloudTrailEvent":null},{"CloudTrailEvent":"x"},{"CloudTrailEvent":"{\"eventSource\":\"s\",\"eventName\":\"3\"}"}]}`, "1! 2! 3=3", ""},
		"EventBridge: another event":    {`{"detail-type":"EC2 Instance State-change Notification","detail":{}}` + good(2), "1! 2=2", `an EventBridge event of type "EC2 Instance State-change Notification"`},
		"EventBridge: no object":        {`{"detail-type":"AWS API Call via CloudTrail","detail":"x"}` + good(2), "1! 2=2", "an EventBridge event of type"},
		"digest":                        {`{"awsAccountId":"111122223333","digestS3Object":"x","logFiles":[]}`, "1!", "a digest of delivered files"},
		"S3 notification":               {`{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{}}]}`, "1!", "an S3 notification"},
		"Lambda event: no base64":       {`{"awslogs":{"data":"?"}}` + good(2), "1! 2=2", "decoding base64 of awslogs.data"},
		"Lambda event: no data":         {`{"awslogs":"x"}` + good(2), "1! 2=2", "no string at awslogs.data"},
		"Lambda event: gzip cut":        {`{"awslogs":{"data":"H4sI"}}` + good(2), "1! 2=2", "decompressing awslogs.data: unexpected EOF"},
		"base64 cut":                    {"H4sIA\n\n" + good(2), "1! 2=2", "decoding base64"},
		"base64, then text":             {"H4sI ?\n" + good(2), "1! 2=2", "not JSON: H4sI ?"},
		"too deep":                      {good(1) + `{"eventSource":"s","eventName":` + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001) + "}" + good(3), "1=1 2! 3=3", "nests more than 10000 deep"},
		"wrapped too often":             {wrap(`{"eventSource":"s","eventName":1}`, 9) + good(2), "1! 2=2", "wrapped more than 8 times"},
		"wrapped often":                 {wrap(`{"eventSource":"s","eventName":"1"}`, 8) + good(2), "1=1 2=2", ""},
		"arrays in too many arrays":     {strings.Repeat("[", 9) + good(1) + strings.Repeat("]", 9) + good(2), "1! 2=2", "wrapped more than 8 times"},
		"arrays in many arrays":         {strings.Repeat("[", 8) + good(1) + strings.Repeat("]", 8) + good(2), "1=1 2=2", ""},
		"arrays in arrays, cut":         {strings.Repeat("[", 99_999), "1!", "does not end"},
		"array further out, then a cut": {"  [\n" + good(1) + "\n  ]\n  {\"eventSource\":\"s\",\"eventName\":\"2\n  " + good(3), "1=1 2! 3=3", "ends in the middle"},
		"line: a bracket before it":     {"}" + good(2) + "\n]" + good(4), "1! 2=2 3! 4=4", "not JSON: }"},
		"UTF-16":                        {"\xff\xfe{\x00\"\x00", "1!", "UTF-16"},
		"binary":                        {"PK\x03\x04\x00\x00", "!", "zip: not a valid zip file"},
		"gzip cut":                      {string(compress(t, []byte(good(1)+good(2)))[:12]), "!", "unexpected EOF"},
		"gzip, then no gzip":            {string(compress(t, []byte(good(1)))) + "x", "1=1 1!", "no gzip follow"},
		"gzip header cut":               {"\x1f\x8b\x08", "!", "reading: unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			records, faults := readAll(t, c.content)
			if got := outlineOf(records, faults); got != c.outline {
				t.Errorf("read %q, want %q", got, c.outline)
			}
			if c.fault != "" && (len(faults) == 0 || !strings.Contains(faults[0].Error(), c.fault)) {
				t.Errorf("faults %v, want %q", faults, c.fault)
			}
			if c.fault == "" && strings.Contains(c.outline, "!") != (len(faults) > 0) {
				t.Errorf("faults %v", faults)
			}
		})
	}
}

// wrap puts a value into as many failed invocations.
func wrap(value string, times int) string {
	return strings.Repeat(`{"requestPayload":`, times) + value + strings.Repeat("}", times)
}

// The limit is lower here, for the test's sake.
func TestRecords_TooLong(t *testing.T) {
	const good, limit = `{"eventSource":"s","eventName":"good"}`, 200 << 10
	long := strings.Repeat("x", limit)
	r := fileReader{limit: limit}
	for name, c := range map[string]struct{ content, outline string }{
		"as long as may be": {`{"eventSource":"s","eventName":"good","x":"` + long[:limit-50] + "\"}\n" + good, "1=good 2=good"},
		"on a line":         {good + "\n" + `{"eventSource":"s","eventName":"` + long + `"}` + "\n" + good, "1=good 2! 3=good"},
		"in an array":       {"[" + good + `,{"eventSource":"s","eventName":"` + long + `"},` + good + "]", "1=good 2! 3=good"},
		"a string":          {good + "\n\"" + long + "\"\n" + good, "1=good 2! 3=good"},
		"a text":            {good + "\n" + long + "\n" + good, "1=good 2! 3=good"},
		"an exported line":  {"2024-05-01T00:00:00.000Z " + long + "\n" + good, "1! 2=good"},
		"base64":            {"H4sI" + strings.ReplaceAll(long, "x", "A") + "\n" + good, "1! 2=good"},
		"nested":            {`{"eventSource":"s","eventName":` + strings.Repeat("[", limit) + strings.Repeat("]", limit) + "}" + good, "1! 2=good"},
		"without an end":    {good + `{"eventSource":"s","eventName":"` + long + good, "1=good 2!"},
		"swallows a line":   {"{\"a\":[\n{\"eventSource\":\"s\",\"eventName\":\"2\"},\n[\"" + long + "\"]", "1! 2=2 3!"},
	} {
		t.Run(name, func(t *testing.T) {
			records, faults := reuse(&r, c.content)
			if got := outlineOf(records, faults); got != c.outline {
				t.Errorf("read %q, want %q; faults %v", got, c.outline, faults)
			}
		})
	}
}

func TestFault_ExcerptIsSafeAndShort(t *testing.T) {
	for _, content := range []string{
		"\x1b[31mred\x07\u202e\u200b\xff" + strings.Repeat("é", 500),
		`{"a":"` + strings.Repeat("\x1b", 500) + `"}`,
		"[\x1b\x1b\x1b" + strings.Repeat("\u202e", 500) + "]",
		`{"detail-type":"\u001b[31m\u202e` + strings.Repeat("x", 500) + `","detail":{}}`,
		`{"timestamp":1,"message":"\u001b[31m\u202e"}`,
		"\"\\u001b]0;title\\u0007\"",
		"{" + strings.Repeat("\x1b", 500),
	} {
		_, faults := readAll(t, content)
		if len(faults) == 0 {
			t.Errorf("%.20q: no fault", content)
		}
		for _, f := range faults {
			if n := utf8.RuneCountInString(f.Excerpt); n > 60 {
				t.Errorf("%.20q: cloudtrail.Excerpt of %d characters", content, n)
			}
			for _, r := range f.Error() {
				if !unicode.IsPrint(r) {
					t.Errorf("%.20q: %q in %q", content, r, f.Error())
				}
			}
		}
	}
}

func TestFault_Unwraps(t *testing.T) {
	_, faults := readAll(t, "{\"a\":\n")
	if len(faults) != 1 {
		t.Fatal(faults)
	}
	var err error = faults[0]
	if errors.Unwrap(err) != faults[0].Err {
		t.Errorf("unwraps to %v", errors.Unwrap(err))
	}
}

func TestFault_SaysWhereInALongFile(t *testing.T) {
	before := strings.Repeat(examples[0]+"\n", 1000)
	_, faults := readAll(t, before+"{\"eventSource\":\"s\",\"eventName\":}\n"+examples[1])
	want := fmt.Sprintf("stdin:1001: line 1001, byte %d: ", len(before))
	if len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), want) {
		t.Errorf("faults %v, want %s", faults, want)
	}
}
