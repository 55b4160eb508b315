package pattern

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"trailnotify/pattern/internal/reference"
)

// benchRecords are records of the usual size and shape.
func benchRecords(tb testing.TB) [][]byte {
	data, err := os.ReadFile("testdata/records.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	return bytes.Split(bytes.TrimSpace(data), []byte("\n"))
}

// benchPatterns returns n patterns like those of the benchmarks and of usual
// detection rules; from the sixteenth on they are variations with names of
// their own.
func benchPatterns(n int) []*Pattern {
	any := func(names ...string) string {
		for i, name := range names {
			names[i] = "($.eventName=" + name + ")"
		}
		return strings.Join(names, " || ")
	}
	base := []string{
		`{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}`,
		`{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}`,
		`{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.responseElements.ConsoleLogin = "Success") }`,
		`{` + any("PutRolePolicy", "PutUserPolicy", "PutGroupPolicy", "DeleteRolePolicy", "AttachRolePolicy", "CreatePolicy") + `}`,
		`{` + any("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging") + `}`,
		`{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}`,
		`{($.eventSource=kms.amazonaws.com) && (` + any("DisableKey", "ScheduleKeyDeletion") + `)}`,
		`{($.eventSource=s3.amazonaws.com) && (` + any("PutBucketAcl", "PutBucketPolicy", "DeleteBucketPolicy") + `)}`,
		`{($.eventSource=config.amazonaws.com) && (` + any("StopConfigurationRecorder", "DeleteDeliveryChannel") + `)}`,
		`{` + any("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "CreateSecurityGroup") + `}`,
		`{` + any("CreateNetworkAcl", "DeleteNetworkAcl", "ReplaceNetworkAclEntry") + `}`,
		`{` + any("CreateCustomerGateway", "AttachInternetGateway", "DetachInternetGateway") + `}`,
		`{` + any("CreateRoute", "ReplaceRoute", "DeleteRoute", "DeleteRouteTable") + `}`,
		`{` + any("CreateVpc", "DeleteVpc", "ModifyVpcAttribute") + `}`,
		`{ $.awsRegion != "ap-northeast-1" && $.readOnly IS FALSE && $.eventName = "Create*" }`,
	}
	var patterns []*Pattern
	for i := range n {
		src := base[i%len(base)]
		if v := i / len(base); v > 0 {
			src = strings.NewReplacer("=Create", fmt.Sprintf("=V%dCreate", v), "=Delete", fmt.Sprintf("=V%dDelete", v), "=Put", fmt.Sprintf("=V%dPut", v),
				"=Authorize", fmt.Sprintf("=V%dAuthorize", v), "ConsoleLogin\"", fmt.Sprintf("ConsoleLogin%d\"", v), "=ConsoleLogin", fmt.Sprintf("=ConsoleLogin%d", v),
				"=Attach", fmt.Sprintf("=V%dAttach", v), `"Root"`, fmt.Sprintf(`"Root%d"`, v), `"*Un`, fmt.Sprintf(`"*V%dUn`, v), `"AccessDenied`, fmt.Sprintf(`"AccessDenied%d`, v),
				`"Create*`, fmt.Sprintf(`"Create%d*`, v), "=Replace", fmt.Sprintf("=V%dReplace", v), "=Detach", fmt.Sprintf("=V%dDetach", v), "=Revoke", fmt.Sprintf("=V%dRevoke", v),
				"=DisableKey", fmt.Sprintf("=V%dDisableKey", v), "=Schedule", fmt.Sprintf("=V%dSchedule", v), "=Sto", fmt.Sprintf("=V%dSto", v), "=Start", fmt.Sprintf("=V%dStart", v),
				"=Update", fmt.Sprintf("=V%dUpdate", v), "=Modify", fmt.Sprintf("=V%dModify", v)).Replace(src)
		}
		patterns = append(patterns, MustCompile(src))
	}
	return patterns
}

func BenchmarkSet_Match(b *testing.B) {
	records := benchRecords(b)
	for _, n := range []int{1, 15, 100, 1000} {
		b.Run(fmt.Sprintf("patterns=%d", n), func(b *testing.B) {
			set := NewSet(benchPatterns(n)...)
			var dst []int
			b.ReportAllocs()
			size := 0
			for i := 0; b.Loop(); i++ {
				record := records[i%len(records)]
				dst = set.Match(record, dst[:0])
				size += len(record)
			}
			b.SetBytes(int64(size / b.N))
		})
	}
}

// benchText is the records as they stand in a payload, and where they start.
func benchText(tb testing.TB) (text []byte, places []int) {
	for _, record := range benchRecords(tb) {
		text = append(text, `{"id":"1","timestamp":1772445432000,"message":"`...)
		places = append(places, len(text))
		text = append(append(text, inString(record)...), `"},`...)
	}
	return text, places
}

func BenchmarkScan_Match(b *testing.B) {
	text, places := benchText(b)
	for _, n := range []int{1, 15, 100, 1000} {
		b.Run(fmt.Sprintf("patterns=%d", n), func(b *testing.B) {
			set := NewSet(benchPatterns(n)...)
			var dst []int
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				scan := set.Scan(text)
				for _, at := range places {
					dst, _ = scan.Match(at, dst[:0])
				}
				scan.Close()
			}
		})
	}
}

func BenchmarkReference(b *testing.B) {
	records := benchRecords(b)
	patterns := benchPatterns(15)
	for i := 0; b.Loop(); i++ {
		for _, p := range patterns {
			reference.Match(p.parsed, records[i%len(records)])
		}
	}
}

func TestSet_MatchDoesNotAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("sync.Pool allocates under the race detector")
	}
	set := NewSet(benchPatterns(15)...)
	records := benchRecords(t)
	dst := make([]int, 0, 16)
	matches := 0
	if n := testing.AllocsPerRun(100, func() {
		for _, record := range records {
			dst = set.Match(record, dst[:0])
			matches += len(dst)
		}
	}); n > 0 {
		t.Errorf("%v allocations for %d records", n, len(records))
	}
	if matches == 0 {
		t.Error("no pattern matches any record")
	}
}
